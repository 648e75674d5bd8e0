import { loadSettings, SettingsError } from './settings';

describe('loadSettings', () => {
  it('starts without any variable set', () => {
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
  ])('refuses %s=%s and names the variable', (name, value) => {
    expect(() => loadSettings({ [name]: value })).toThrow(SettingsError);
    expect(() => loadSettings({ [name]: value })).toThrow(name);
  });

  it('refuses production without a key of its own', () => {
    expect(() => loadSettings({ NODE_ENV: 'production' })).toThrow('HEDDLE_SECRET_KEY');
  });
});
