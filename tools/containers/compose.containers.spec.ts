import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { SignedInClient } from '@heddle/client';
import { api } from '@heddle/contracts';
import { chromium, type Browser } from 'playwright-core';
import { until } from '../lib/until.ts';
import { freePort } from '../start/port.ts';
import { ComposeStack, ensurePodmanCompose } from './compose.ts';
import { openEngine, type Engine } from './engine.ts';
import { IMAGES, buildImages } from './images.ts';

const PASSWORD = 'a-password-for-this-test';
const MINUTES = 60_000;
/** Security headers. */
const SECURITY = /^(content-security-policy|cross-origin-.*|origin-agent-cluster|referrer-policy|x-(?!powered-by).*)$/;

let engine: Engine;
let stack: ComposeStack;
let browser: Browser;
let url = '';
/** What was opened is closed in reverse order. */
const closing: (() => Promise<void>)[] = [];

before(
  async () => {
    engine = await openEngine();
    closing.unshift(forgetEngine);
    await buildImages(engine, process.env);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    stack = new ComposeStack({
      engine,
      program: await ensurePodmanCompose(engine),
      project: `heddle-test-${randomBytes(3).toString('hex')}`,
      variables: {
        HEDDLE_SECRET_KEY: randomBytes(32).toString('base64'),
        HEDDLE_ADMIN_PASSWORD: PASSWORD,
        HEDDLE_DATABASE_PASSWORD: randomBytes(24).toString('hex'),
        HEDDLE_DATABASE_ROOT_PASSWORD: randomBytes(24).toString('hex'),
        HEDDLE_REDIS_PASSWORD: randomBytes(24).toString('hex'),
        HEDDLE_LISTEN: `127.0.0.1:${port}`,
        HEDDLE_IMAGES: IMAGES,
        HEDDLE_VERSION: 'test',
      },
    });
    closing.unshift(removeStack);
    await stack.up();
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    });
    closing.unshift(() => browser.close());
  },
  { timeout: 20 * MINUTES },
);

after(
  async () => {
    for (const close of closing) await close();
  },
  { timeout: 3 * MINUTES },
);

async function removeStack(): Promise<void> {
  await stack.down();
  assert.equal(await engine.call('podman', 'ps', '--all', '--quiet'), '');
  assert.equal(await engine.call('podman', 'volume', 'ls', '--quiet'), '');
}

async function forgetEngine(): Promise<void> {
  await engine.forget();
  assert.equal(readFileSync('/proc/mounts', 'utf8').includes(engine.folder), false);
}

function securityHeaders(response: Response): Record<string, string> {
  const found = [...response.headers].filter(([name]) => SECURITY.test(name));
  return Object.fromEntries(found.map(([name, value]) => [name, value.replaceAll(/'nonce-[^']+'/g, "'nonce-…'")]));
}

const assetsOf = (html: string) =>
  [...html.matchAll(/(?:src|href)="([\w-]+\.(?:js|css))"/g)].map(([, name]) => `${url}/${name}`);

describe('the Compose stack', { timeout: 5 * MINUTES }, () => {
  it('is ready through nginx: API, database and Redis', async () => {
    const ready = await fetch(`${url}/health/ready`);
    assert.deepEqual(await ready.json(), { status: 'up', database: 'up', redis: 'up' });
  });

  it('serves the page uncached, with a new nonce each time', async () => {
    const [first, second] = [await fetch(`${url}/chains/new`), await fetch(`${url}/`)];
    assert.equal(first.headers.get('cache-control'), 'no-store');
    const [, nonce = ''] = /'nonce-(\w{32})'/.exec(first.headers.get('content-security-policy') ?? '') ?? [];
    const html = await first.text();
    assert.match(html, new RegExp(`<app-root ngCspNonce="${nonce}"`));
    assert.match(html, new RegExp(`<script nonce="${nonce}"`));
    assert.equal(second.headers.get('content-security-policy')?.includes(nonce), false);
  });

  it('serves content-hashed files as immutable, compressed', async () => {
    const assets = assetsOf(await (await fetch(url)).text());
    assert.ok(assets.length >= 3, assets.join(' '));
    for (const asset of assets) {
      const answer = await fetch(asset, { headers: { 'accept-encoding': 'gzip' } });
      await answer.arrayBuffer();
      const { headers, status } = answer;
      assert.equal(status, 200);
      assert.equal(headers.get('cache-control'), 'public, max-age=31536000, immutable');
      if (!asset.endsWith('.css')) assert.equal(headers.get('content-encoding'), 'gzip');
    }
    const missing = await fetch(`${url}/main-AAAAAAAA.js`);
    assert.equal(missing.status, 404);
    assert.equal((await fetch(`${url}/favicon.svg`)).headers.get('cache-control'), 'no-cache');
  });

  it('sends the same security headers as the API does', async () => {
    const api = securityHeaders(await fetch(`${url}/api/v1/auth/me`));
    assert.ok(Object.keys(api).length >= 10, JSON.stringify(api));
    for (const path of ['/', '/favicon.svg', new URL(assetsOf(await (await fetch(url)).text())[0] ?? '').pathname]) {
      const answer = await fetch(url + path);
      await answer.arrayBuffer();
      assert.deepEqual(securityHeaders(answer), api, path);
    }
  });

  it('does not expose the metrics', async () => {
    assert.equal((await fetch(`${url}/metrics`)).status, 404);
    const inside = 'fetch("http://api:3000/metrics").then((answer) => process.exit(answer.status === 401 ? 0 : 1))';
    assert.ok(await engine.succeeds('podman', 'exec', stack.container('worker-1'), 'node', '-e', inside));
  });

  it('identifies clients by their own address and ignores forged ones', async () => {
    await fetch(`${url}/api/v1/auth/me`, {
      headers: { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'https' },
    });
    const login = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-proto': 'https' },
      body: JSON.stringify({ username: 'admin', password: PASSWORD }),
    });
    assert.equal(login.status, 200);
    assert.doesNotMatch(login.headers.getSetCookie().join(), /Secure/);
    assert.doesNotMatch(await stack.logs('api'), /198\.51\.100\.7/);
  });

  it('rejects an upload over the API’s limit with a problem document', async () => {
    const answer = await fetch(`${url}/api/v1/chaincode-sources`, {
      method: 'POST',
      body: new Uint8Array(66 * 2 ** 20),
    });
    assert.equal(answer.status, 413);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    assert.match(await answer.text(), /"code":"payload_too_large"/);
  });

  it('updates the console by WebSocket through nginx, without page errors', async () => {
    const page = await browser.newPage({ locale: 'en-GB' });
    const sockets: string[] = [];
    const frames: string[] = [];
    const faults: string[] = [];
    page.on('websocket', (socket) => {
      sockets.push(socket.url());
      socket.on('framereceived', ({ payload }) => frames.push(String(payload)));
    });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      // A session-less browser starts with a refresh that is refused.
      if (message.type() === 'error' && !/status of 401/.test(message.text())) faults.push(message.text());
    });
    await page.goto(`${url}/operations`);
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Operations' }).waitFor();

    const client = await SignedInClient.open({ url, login: { username: 'admin', password: PASSWORD } });
    const body = { name: 'seen-live', ordering: { orderers: 1 }, organizations: [{ name: 'org1', peers: 1 }] };
    const { operation } = await client.ask(api.chains.create, { body });
    // Lists do not move under the pointer; they announce new entries.
    await page.getByRole('button', { name: '1 new' }).click();
    await page.getByText('seen-live').first().waitFor();

    assert.equal(sockets.length, 1);
    assert.match(sockets[0] ?? '', /^ws:\/\/127\.0\.0\.1:\d+\/socket\.io\/\?.*transport=websocket/);
    assert.ok(
      frames.some((frame) => frame.startsWith('42/live,') && frame.includes(operation.id)),
      frames.join('\n'),
    );
    assert.deepEqual(faults, []);
    await page.close();
  });

  it('reports in the operation why it cannot run nodes in its own containers', async () => {
    const client = await SignedInClient.open({ url, login: { username: 'admin', password: PASSWORD } });
    const { items } = await client.ask(api.operations.list, {});
    const { state, error } = await client.follow(items[0] ?? assert.fail('no operation'));
    assert.equal(state, 'failed');
    assert.match(JSON.stringify(error), /The program (peer|orderer) was not found/);
  });

  it('keeps working when the API is replaced and its address changes behind the same nginx', async () => {
    await stack.compose('stop', '--timeout', '30', 'api');
    const away = await fetch(`${url}/api/v1/auth/me`);
    assert.equal(away.status, 503);
    assert.equal(away.headers.get('content-type'), 'application/problem+json');
    await engine.call('podman', 'rm', stack.container('api'));
    await stack.compose('up', '--detach', '--no-build', '--no-deps', 'api');
    const isReady = async () => (await fetch(`${url}/health/ready`)).ok;
    await until('The API', isReady, { seconds: 60, remedy: 'Check whether nginx resolves its new address.' });
  });

  it('stops its workers gracefully', async () => {
    await stack.compose('stop', '--timeout', '30', 'worker-1');
    const state = await engine.call(
      'podman',
      'inspect',
      '--format',
      '{{.State.ExitCode}}',
      stack.container('worker-1'),
    );
    assert.equal(state, '0');
    assert.match(await stack.logs('worker-1'), /Worker stops/);
  });
});
