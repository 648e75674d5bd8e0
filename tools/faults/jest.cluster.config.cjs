const config = require('./jest.config.cjs');

/** The tests in this folder that need a cluster: part of the stage `k8s`. */
module.exports = {
  ...config,
  displayName: 'faults on a cluster',
  testMatch: ['<rootDir>/cluster/*.test.ts'],
  testTimeout: 300_000,
};
