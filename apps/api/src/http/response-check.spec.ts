import { z } from 'zod';
import { api, route } from '@heddle/contracts';
import { brokenPromise } from './response-check';

const promise = route('GET /things', {
  access: 'public',
  tag: 'Things',
  summary: 'One thing',
  response: z.strictObject({ name: z.string(), at: z.iso.datetime().nullable() }),
});

describe('an answer and its contract', () => {
  it('match if the JSON of the answer is what the contract describes', () => {
    expect(brokenPromise(promise, { name: 'a', at: null, left: undefined })).toBeUndefined();
    expect(brokenPromise(promise, { name: 'a', at: new Date() })).toBeUndefined();
  });

  it.each([
    [{ name: 'a', at: null, extra: 1 }, 'body: Unrecognized key: "extra"'],
    [{ name: 7, at: null }, 'name: '],
    [undefined, 'body: '],
  ])('differ for %j, field by field', (answer, words) => {
    expect(brokenPromise(promise, answer)).toContain(
      `GET /things answers what its contract does not describe: ${words}`,
    );
  });

  it('are not compared for a file', () => {
    expect(brokenPromise(api.chains.artifactsArchive, { any: 'stream' })).toBeUndefined();
  });

  it('differ if a route without an answer returns one', () => {
    expect(brokenPromise(api.auth.logout, undefined)).toBeUndefined();
    expect(brokenPromise(api.auth.logout, {})).toContain('POST /auth/logout');
  });
});
