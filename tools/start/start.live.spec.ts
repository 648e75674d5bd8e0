import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isAlive } from '../lib/process-identity.mjs';
import { fromRoot } from '../lib/root.mjs';
import { buildIfChanged } from './open.ts';
import { freePort } from './port.ts';
import type { Started } from './supervised.ts';

interface Command {
  readonly child: ChildProcess;
  readonly text: () => string;
  readonly until: (words: string) => Promise<void>;
  readonly end: () => Promise<number>;
}

let data = '';
let port = 0;
const commands: Command[] = [];

before(async () => {
  data = mkdtempSync(join(tmpdir(), 'heddle-instance-'));
  port = await freePort();
  await buildIfChanged();
});
after(async () => {
  for (const { child, end } of commands) {
    child.kill('SIGTERM');
    await end();
  }
  rmSync(data, { recursive: true });
});

function heddle(name: string): Command {
  const env = { ...process.env, HEDDLE_DATA: data, HEDDLE_PORT: String(port), HEDDLE_WORKERS: '1' };
  const child = spawn(process.execPath, [fromRoot('tools', 'heddle.mjs'), name], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  let over = false;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => (text += more));
  const ended = once(child, 'close').then(([code]) => {
    over = true;
    return code as number;
  });
  const command = {
    child,
    text: () => text,
    until: async (words: string) => {
      while (!text.includes(words)) {
        assert.equal(over, false, `it ended without printing “${words}”:\n${text}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    end: () => ended,
  };
  commands.push(command);
  return command;
}

const processes = () => JSON.parse(readFileSync(join(data, 'run', 'launcher.json'), 'utf8')) as Started[];

const launcher = () => (JSON.parse(readFileSync(join(data, 'run', 'launcher.lock'), 'utf8')) as Started).pid;

const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5_000) });

describe('npm start', { timeout: 300_000 }, () => {
  let first: Command;

  it('starts everything, and shows a first password that signs in', async () => {
    first = heddle('start');
    await first.until(`Heddle is ready: http://localhost:${port}`);
    await first.until('It is printed only once');
    const password = /with the password (\S+)/.exec(first.text())?.[1];
    assert.deepEqual(
      processes()
        .map(({ name }) => name)
        .sort(),
      ['api', 'redis', 'worker-1'],
    );
    assert.equal((await get('/health/ready')).status, 200);
    const body = JSON.stringify({ username: 'admin', password });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/auth/login`, { method: 'POST', headers, body });
    assert.equal(answer.status, 200, await answer.text());
  });

  it('fails with a message when an instance is already running', async () => {
    const second = heddle('start');
    assert.equal(await second.end(), 1);
    assert.match(second.text(), new RegExp(`already running: http://localhost:${port} \\(process \\d+`));
    assert.equal((await get('/health/ready')).status, 200);
  });

  it('restarts a process that was killed', async () => {
    const api = processes().find(({ name }) => name === 'api');
    assert.ok(api);
    process.kill(api.pid, 'SIGKILL');
    await first.until('api ended (SIGKILL)');
    while (
      !(await get('/health/ready').then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      await new Promise((resolve) => setTimeout(resolve, 50));
  });

  it('stops the processes of a killed launcher, starts again, and prints the file of the first password', async () => {
    const left = processes();
    process.kill(launcher(), 'SIGKILL');
    await first.end();
    assert.equal(left.every(isAlive), true);
    first = heddle('start');
    const file = join(data, 'keys', 'first-admin-password');
    await first.until(`The password is in ${file}`);
    assert.match(first.text(), /Heddle is ready/);
    assert.match(first.text(), /Stopped processes of an earlier start: /);
    assert.equal(left.some(isAlive), false);
    assert.doesNotMatch(first.text(), /with the password/);
  });

  it('stops everything at Ctrl-C', async () => {
    const started = processes();
    process.kill(launcher(), 'SIGINT');
    assert.equal(await first.end(), 0, first.text());
    assert.match(first.text(), /Stopped\./);
    assert.equal(started.some(isAlive), false);
  });

  it('reports a port that another program has taken', async () => {
    const other = createServer();
    await new Promise((resolve) =>
      other.listen(port, '127.0.0.1', () => {
        resolve(undefined);
      }),
    );
    const refused = heddle('start');
    const code = await refused.end();
    await new Promise((resolve) => other.close(resolve));
    assert.equal(code, 1);
    assert.match(refused.text(), new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is taken`));
  });

  it('stops at npm run stop', async () => {
    const last = heddle('start');
    await last.until('Heddle is ready');
    const stop = heddle('stop');
    assert.equal(await stop.end(), 0, stop.text());
    assert.equal(await last.end(), 0, last.text());
  });
});
