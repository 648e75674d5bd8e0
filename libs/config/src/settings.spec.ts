import { loadSettings, SettingsError } from './settings';

describe('loadSettings', () => {
  it('has defaults for all variables', () => {
    const settings = loadSettings({});
    expect(settings.http.port).toBe(3000);
    expect(settings.databaseUrl).toBe(`sqlite:${settings.dataDirectory}/heddle.sqlite`);
    expect(settings.nodePorts).toEqual({ first: 20_000, last: 29_999 });
  });

  it.each([
    ['HEDDLE_PORT', '0'],
    ['HEDDLE_PORT', 'http'],
    ['HEDDLE_NODE_PORTS', '30000-20000'],
    ['HEDDLE_SECRET_KEY', 'c2hvcnQ='],
    ['HEDDLE_ADMIN_PASSWORD', 'short'],
    ['HEDDLE_REDIS_PREFIX', 'a b'],
    ['HEDDLE_TRUST_PROXY', 'loopback, everybody else'],
    ['HEDDLE_METRICS_TOKEN', 'short'],
    ['HEDDLE_UNSANDBOXED_CHAINCODE', 'yes'],
    ['HEDDLE_BUILD_MEMORY_MIB', '512'],
    ['HEDDLE_BUILD_MINUTES', '0'],
    ['HEDDLE_CHAINCODE_PROCESSES', '1'],
  ])('rejects %s=%s and names the variable', (name, value) => {
    expect(() => loadSettings({ [name]: value })).toThrow(SettingsError);
    expect(() => loadSettings({ [name]: value })).toThrow(name);
  });

  it('runs chaincode in its sandbox by default, and adds the configured paths', () => {
    expect(loadSettings({}).chaincode).toMatchObject({ unsandboxed: false, readable: [], build: { minutes: 30 } });
    const asked = { HEDDLE_UNSANDBOXED_CHAINCODE: '1', HEDDLE_SANDBOX_PATHS: '/opt/tools:/srv/maven' };
    expect(loadSettings(asked).chaincode).toMatchObject({ unsandboxed: true, readable: ['/opt/tools', '/srv/maven'] });
  });

  it('accepts a number of proxies, or their addresses', () => {
    expect(loadSettings({}).http.trustProxy).toBe('loopback');
    expect(loadSettings({ HEDDLE_TRUST_PROXY: '1' }).http.trustProxy).toBe(1);
    expect(loadSettings({ HEDDLE_TRUST_PROXY: '10.0.0.0/8,fd00::/8' }).http.trustProxy).toBe('10.0.0.0/8,fd00::/8');
  });

  it('rejects production without its own key', () => {
    expect(() => loadSettings({ NODE_ENV: 'production' })).toThrow('HEDDLE_SECRET_KEY');
  });
});
