import { inspect } from 'node:util';
import { SecretValue, splitEnvironment } from './secret-value';

const TEXT = 'correct horse';
const env = { A: 'plain', PASSWORD: new SecretValue(TEXT), B: '' };

it('a secret is neither printed nor serialised', () => {
  const secret = env.PASSWORD;
  const shown = [
    JSON.stringify(env),
    inspect(env, { showHidden: true }),
    String(secret),
    secret.toString(),
    Object.entries(secret),
  ];
  expect(JSON.stringify(shown)).not.toContain(TEXT);
  expect(structuredClone(secret)).toEqual({});
  expect(secret.reveal()).toBe(TEXT);
});

it('an environment is split by secrecy', () => {
  expect(splitEnvironment(env)).toEqual({ plain: { A: 'plain', B: '' }, secret: { PASSWORD: TEXT } });
});
