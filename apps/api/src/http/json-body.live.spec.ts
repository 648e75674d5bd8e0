import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Problem } from '@heddle/contracts';
import { TestRedis } from '@heddle/testing';
import { ApiUnderTest } from '../testing/api-under-test';

jest.setTimeout(20_000);

const MANY_KEYS = `{${Array.from({ length: 90_000 }, (_, key) => `"k${String(key)}":1`).join()}}`;
const DEEP = `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;

describe('a JSON body', () => {
  let redis: TestRedis;
  let api: ApiUnderTest;
  beforeAll(async () => {
    redis = await TestRedis.start();
    api = await ApiUnderTest.start(redis.url);
    await api.signIn();
  });
  afterAll(async () => {
    await api.stop();
    await redis.stop();
  });

  const send = async (
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
    path = '/chains',
  ) => {
    const all = { 'content-type': 'application/json', authorization: `Bearer ${api.token}`, ...headers };
    const response = await fetch(`${api.url}/api/v1${path}`, { method: 'POST', headers: all, body });
    const text = await response.text();
    return { status: response.status, size: text.length, problem: JSON.parse(text) as Problem };
  };

  it('is not parsed before the sign-in', async () => {
    for (const body of [MANY_KEYS, DEEP, '{"name":', `"${'x'.repeat(2_000_000)}"`]) {
      const { status } = await send(body, { authorization: 'Bearer none' });
      expect(status).toBe(401);
    }
  });

  it.each(['/chains', '/auth/login'])(
    'with 90,000 unknown fields is rejected with a short answer, at %s',
    async (path) => {
      const { status, size, problem } = await send(MANY_KEYS, {}, path);
      expect([status, problem.code]).toEqual([413, 'payload_too_large']);
      expect(problem.detail).toContain('more than 10000 values');
      expect(size).toBeLessThan(1_000);
    },
  );

  it('with more invalid fields than an answer lists reports how many are omitted', async () => {
    const unknown = Array.from({ length: 500 }, (_, key) => [`k${String(key)}`.repeat(100), 1] as const);
    const body = { ...Object.fromEntries(unknown), name: 'ok', organizations: [{ name: 'org1' }] };
    const { status, size, problem } = await send(JSON.stringify(body));
    expect([status, problem.code]).toEqual([422, 'validation_failed']);
    expect(problem.errors).toHaveLength(50);
    expect(problem.detail).toContain('(and 499 more, of which 450 are not listed)');
    expect(size).toBeLessThan(20_000);
  });

  it.each([{}, { 'idempotency-key': 'deep' }])('that is nested too deeply is malformed, with %j', async (headers) => {
    const { status, problem } = await send(DEEP, headers);
    expect([status, problem.code]).toEqual([400, 'malformed_request']);
    expect(problem.detail).toContain('deeper than 32 levels');
  });

  it('may contain any text: brackets, commas and quotes in strings do not count', async () => {
    const description = '[{,"\\'.repeat(20_000).slice(0, 100_000);
    const { problem } = await send(JSON.stringify({ description }));
    expect(problem.code).toBe('validation_failed');
  });

  it.each([
    ['charset', { 'content-type': 'application/json; charset=latin1' }],
    ['charset', { 'content-type': 'application/json; charset="utf-16"' }],
    ['content encoding', { 'content-encoding': 'compress' }],
  ])('in another %s is an unsupported media type: %j', async (_, headers: Record<string, string>) => {
    const { status, problem } = await send('{}', headers);
    expect([status, problem.code]).toEqual([415, 'unsupported_media_type']);
  });

  it.each(['/chains', '/auth/login', '/chaincode-sources'])('is no text and no archive, at %s', async (path) => {
    for (const type of ['text/plain', 'text/plain; charset=utf-8', 'application/x-tar', 'application/jsonish']) {
      const { status, problem } = await send('{}', { 'content-type': type }, path);
      expect([type, status, problem.code]).toEqual([type, 415, 'unsupported_media_type']);
    }
  });

  it.each(['invoke', 'query'])('with an argument of 900 KB is refused for that, before the %s', async (call) => {
    const id = randomUUID();
    const body = JSON.stringify({ fn: 'Put', args: ['key', 'x'.repeat(900_000)] });
    const { status, problem } = await send(body, {}, `/chains/${id}/channels/${id}/chaincodes/${id}/${call}`);
    expect([status, problem.code]).toEqual([413, 'payload_too_large']);
    expect(problem.detail).toBe('args.1: has 900000 bytes, more than the 524288 (512 KiB) that are sent.');
    expect(problem.remedy).toContain('split the data over several calls');
  });

  it('may be compressed, and counts by its size as it was', async () => {
    const gzip = { 'content-encoding': 'gzip', 'content-type': 'application/json; charset=UTF-8' };
    expect((await send(Uint8Array.from(gzipSync('{"name":"x"}')), gzip)).problem.code).toBe('validation_failed');
    expect((await send(Uint8Array.from(gzipSync(' '.repeat(2_000_000))), gzip)).status).toBe(413);
    expect((await send('no gzip', gzip)).status).toBe(400);
  });

  it('that is not UTF-8 is malformed', async () => {
    expect((await send(Uint8Array.from(Buffer.from('{"name":"\xff"}', 'latin1')))).problem.code).toBe(
      'malformed_request',
    );
  });
});
