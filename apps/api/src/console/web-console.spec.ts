import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { contentPolicy } from '../http/content-policy';
import { webConsole } from './web-console';

const PAGE = '<!doctype html><html><head><style>a{}</style></head><body><app-root></app-root></body></html>';
const FOR_EVER = 'public, max-age=31536000, immutable';

describe('the console over HTTP', () => {
  let folder: string;
  let server: Server;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heddle-console-'));
    await mkdir(join(folder, 'media'));
    for (const name of ['chunk-0jL59Mh4.js', 'chunk-B2h3b-YZ.js', 'main-QIESXWW7.js', 'media/sans-ABCD2345.woff2'])
      await writeFile(join(folder, name), '//');
    for (const name of ['favicon.svg', 'fabric-overview.svg', 'config.json']) await writeFile(join(folder, name), '{}');
    await writeFile(join(folder, 'index.html'), PAGE);
    const app = express();
    app.use(...contentPolicy(), webConsole(folder));
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = (path: string, init?: RequestInit) =>
    fetch(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}${path}`, init);

  it.each(['chunk-0jL59Mh4.js', 'chunk-B2h3b-YZ.js', 'main-QIESXWW7.js', 'media/sans-ABCD2345.woff2'])(
    'allows browsers to cache %s permanently',
    async (name) => {
      expect((await ask(`/${name}`)).headers.get('cache-control')).toBe(FOR_EVER);
    },
  );

  it.each(['favicon.svg', 'fabric-overview.svg', 'config.json'])('requires browsers to revalidate %s', async (name) => {
    expect((await ask(`/${name}`)).headers.get('cache-control')).toBe('no-cache');
  });

  it.each(['/', '/chains/12?tab=nodes'])('serves the page at %s with a fresh nonce, and never cached', async (path) => {
    const answer = await ask(path);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const html = await answer.text();
    const nonce = /<app-root ngCspNonce="([^"]+)"/.exec(html)?.[1] ?? '';
    expect(html).toContain(`<style nonce="${nonce}">`);
    expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
  });

  it.each(['/', '/chains', '/favicon.svg'])('answers HEAD %s like GET, without a body', async (path) => {
    const [get, head] = [await ask(path), await ask(path, { method: 'HEAD' })];
    expect([head.status, head.headers.get('content-type'), head.headers.get('content-length')]).toEqual([
      get.status,
      get.headers.get('content-type'),
      get.headers.get('content-length'),
    ]);
    expect(await head.text()).toBe('');
  });

  it('serves no page for a missing file or another method', async () => {
    expect((await ask('/missing.js')).status).toBe(404);
    expect((await ask('/chains', { method: 'POST' })).status).toBe(404);
  });
});
