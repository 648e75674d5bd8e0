import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { registryVariables } from './enter.ts';

describe('the environment of a bare machine', () => {
  it('includes the settings for package registries', () => {
    const reached = {
      npm_config_registry: 'http://registry.test/',
      PIP_INDEX_URL: 'http://registry.test/simple',
      GOPROXY: 'http://registry.test/go',
      HTTPS_PROXY: 'http://proxy.test',
      no_proxy: 'localhost',
      NODE_EXTRA_CA_CERTS: '/etc/ssl/certs/ca-certificates.crt',
    };
    assert.deepEqual(registryVariables(reached), reached);
  });

  it('excludes everything that belongs to this machine or to a run on it', () => {
    const other = {
      PATH: '/x',
      HOME: '/x',
      FABRIC_HOME: '/x',
      npm_config_cache: '/x',
      npm_config_prefix: '/x',
      HEDDLE_TEST_RUN: 'x',
      GOPATH: '/x',
    };
    assert.deepEqual(registryVariables(other), {});
  });
});
