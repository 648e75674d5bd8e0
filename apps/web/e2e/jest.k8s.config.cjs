const settings = require('./jest.config.cjs');

/** The console with a real cluster, which KUBECONFIG and the HEDDLE_TEST_ variables name. */
module.exports = { ...settings, displayName: 'web k8s', testMatch: ['<rootDir>/**/*.k8s.spec.ts'] };
