const preset = require('../../jest.preset.cjs');

module.exports = {
  ...preset,
  rootDir: __dirname,
  displayName: 'faults',
  testMatch: ['<rootDir>/survive.test.ts'],
  testTimeout: 220_000,
};
