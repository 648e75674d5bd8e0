import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isAlive, startOf } from '../lib/process-identity.mjs';
import { ProcessRecord, endLeftovers } from './instance.ts';
import { isFree } from './port.ts';
import { launchSettings } from './settings.ts';
import { Supervised, type Started } from './supervised.ts';

const FOREVER = 'console.log("up"); setInterval(() => undefined, 1000)';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'heddle-start-'))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function supervise(script: string) {
  const waiting: ((process: Started) => void)[] = [];
  const starts: Started[] = [];
  const crashes: string[] = [];
  const program = {
    name: 'part',
    command: process.execPath,
    args: ['-e', script],
    env: process.env,
    cwd: folder,
    logs: folder,
  };
  const part = new Supervised(program, {
    started: (started) => {
      starts.push(started);
      waiting.shift()?.(started);
    },
    crashed: (_name, reason) => crashes.push(reason),
  });
  const nextStart = (): Promise<Started> => new Promise((resolve) => waiting.push(resolve));
  return { part, starts, crashes, nextStart };
}

describe('a supervised process', () => {
  it('is restarted after a crash, and the reason is reported', async () => {
    const { part, crashes, nextStart } = supervise(FOREVER);
    const first = nextStart();
    part.start();
    const second = nextStart();
    process.kill((await first).pid, 'SIGKILL');
    const again = await second;
    assert.equal(isAlive(again), true);
    assert.deepEqual(crashes, ['SIGKILL']);
    await part.stop(5_000);
    assert.equal(isAlive(again), false);
  });

  it('is gone when kill() returns, and is restarted', async () => {
    const { part, crashes, nextStart } = supervise(FOREVER);
    const first = nextStart();
    part.start();
    const second = nextStart();
    const killed = await first;
    await part.kill();
    assert.equal(isAlive(killed), false);
    assert.deepEqual(crashes, ['SIGKILL']);
    assert.equal(isAlive(await second), true);
    await part.stop(5_000);
  });

  it('is not restarted once it was stopped', async () => {
    const { part, starts, crashes } = supervise(FOREVER);
    part.start();
    assert.equal(await part.stop(5_000), true);
    assert.equal(starts.length, 1);
    assert.deepEqual(crashes, []);
  });

  it('is killed after its grace period if it ignores the request', async () => {
    const { part, starts } = supervise(`process.on('SIGTERM', () => undefined); ${FOREVER}`);
    part.start();
    while (!readFileSync(join(folder, 'part.log'), 'utf8').includes('up'))
      await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(await part.stop(100), false);
    assert.equal(starts.some(isAlive), false);
  });
});

describe('processes of a killed launcher', () => {
  it('are stopped by the next one, but not a process that reuses a pid', async () => {
    const path = join(folder, 'run', 'launcher.json');
    const child = spawn(process.execPath, ['-e', FOREVER], { stdio: 'ignore' });
    await once(child, 'spawn');
    const left = { name: 'api', pid: Number(child.pid), started: String(startOf(Number(child.pid))) };
    const record = new ProcessRecord(path);
    record.add(left);
    record.add({ name: 'worker-1', pid: process.pid, started: 'another process that had this id' });
    assert.deepEqual(await endLeftovers(path), ['api']);
    assert.equal(isAlive(left), false);
    assert.deepEqual(await endLeftovers(path), []);
  });
});

describe('a port', () => {
  it('is free or taken', async () => {
    const server = createServer();
    await new Promise((resolve) =>
      server.listen(0, '127.0.0.1', () => {
        resolve(undefined);
      }),
    );
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    assert.equal(await isFree('127.0.0.1', port), false);
    await new Promise((resolve) => server.close(resolve));
    assert.equal(await isFree('127.0.0.1', port), true);
  });
});

describe('the launcher’s settings', () => {
  it('have defaults, and reject values that are not a number in range', () => {
    const { host, port, workers, redisUrl } = launchSettings({});
    assert.deepEqual(
      { host, port, workers, redisUrl },
      { host: '127.0.0.1', port: 3000, workers: 2, redisUrl: undefined },
    );
    for (const value of ['0', '65536', '80x', '1.5'])
      assert.throws(() => launchSettings({ HEDDLE_PORT: value }), /HEDDLE_PORT/);
  });
});
