import { buildEnvironment } from './build-environment';

const NAMES = ['GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_API_KEY', 'GOPROXY', 'MAVEN_PASSWORD', 'XDG_SESSION_ID'];
const before = { ...process.env };
afterEach(() => {
  for (const name of [...NAMES, 'npm_config_registry', 'npm_config_//npm.example/:_authToken']) {
    if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = before[name];
  }
});

it('passes settings of build tools only if their whole name matches', () => {
  for (const name of NAMES) process.env[name] = 'value';
  process.env['npm_config_registry'] = 'https://npm.example/';
  process.env['npm_config_//npm.example/:_authToken'] = 'secret';
  const environment = buildEnvironment();
  expect(environment).toMatchObject({ GOPROXY: 'value', npm_config_registry: 'https://npm.example/' });
  const others = ['GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_API_KEY', 'MAVEN_PASSWORD', 'XDG_SESSION_ID'];
  expect(Object.keys(environment)).not.toEqual(expect.arrayContaining(['npm_config_//npm.example/:_authToken']));
  expect(Object.keys(environment).filter((name) => others.includes(name))).toEqual([]);
});
