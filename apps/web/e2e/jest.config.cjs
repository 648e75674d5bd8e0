const preset = require('../../../jest.preset.cjs');

/** The console in a real Chromium against the real product; built before (`nx build web api worker`). */
module.exports = {
  ...preset,
  displayName: 'web e2e',
  testEnvironment: '<rootDir>/failure.environment.cjs',
  testMatch: ['<rootDir>/**/*.e2e.spec.ts'],
  testTimeout: 180_000,
};
