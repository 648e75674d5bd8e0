import { TestRedis } from '@heddle/testing';
import { ApiUnderTest } from '../testing/api-under-test';

jest.setTimeout(20_000);

describe('the pages beside the API', () => {
  let redis: TestRedis;
  let api: ApiUnderTest;
  beforeAll(async () => {
    redis = await TestRedis.start();
    api = await ApiUnderTest.start(redis.url);
  });
  afterAll(async () => {
    await api.stop();
    await redis.stop();
  });

  const ask = (path: string, init?: RequestInit) => fetch(`${api.url}${path}`, init);

  it('describe the API with scripts and styles of this origin only, all available and none inline', async () => {
    const answer = await ask('/api/docs');
    const html = await answer.text();
    const nonce = /script-src 'self' ('nonce-[^']+')/.exec(answer.headers.get('content-security-policy') ?? '')?.[1];
    const references = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, reference = '']) => reference);
    expect(references.length).toBe(4);
    for (const reference of references) {
      expect(reference).toMatch(/^\/api\/docs\//);
      expect([reference, (await ask(reference)).status]).toEqual([reference, 200]);
    }
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
    for (const [, own = ''] of html.matchAll(/nonce="([^"]+)"/g)) expect(nonce).toBe(`'nonce-${own}'`);
  });

  it('serve the document that the page reads', async () => {
    expect(await (await ask('/api/docs/start.js')).text()).toContain("url: '/api/openapi.json'");
    const document = (await (await ask('/api/openapi.json')).json()) as { openapi: string; paths: object };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/api/v1/chains');
  });

  it.each(['/', '/health/live', '/api/docs', '/api/openapi.json'])('answer HEAD %s like GET', async (path) => {
    const [get, head] = [await ask(path), await ask(path, { method: 'HEAD' })];
    expect([head.status, head.headers.get('content-type')]).toEqual([get.status, get.headers.get('content-type')]);
  });
});
