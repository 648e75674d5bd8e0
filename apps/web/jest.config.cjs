const { createCjsPreset } = require('jest-preset-angular/presets');
const preset = require('../../jest.preset.cjs');

/** Angular's packages and these ship ES modules only. */
const ESM_ONLY = ['@angular', '@jsverse', '@mdi', 'intl-messageformat', '@formatjs', 'fast-check'];

module.exports = {
  ...createCjsPreset({ tsconfig: '<rootDir>/tsconfig.spec.json' }),
  displayName: 'web',
  testTimeout: preset.testTimeout,
  testEnvironment: '<rootDir>/jest.environment.cjs',
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  setupFilesAfterEnv: ['<rootDir>/src/test-setup.ts'],
  moduleNameMapper: preset.moduleNameMapper,
  transformIgnorePatterns: [`/node_modules/(?!(${ESM_ONLY.join('|')})/|.*\\.mjs$)`],
};
