import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { afterEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fromRoot } from '../lib/root.mjs';

/** Goes to every process of one try. */
const PROBE = 'HEDDLE_ENDING_PROBE';
/** The tests run even where they have passed before. */
const UNCACHED = { NX_SKIP_NX_CACHE: 'true' };

/** @type {Set<number>} what is ended in any case */
const groups = new Set();
afterEach(() => {
  for (const pid of groups) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      assert.ok(error instanceof Error && 'code' in error && error.code === 'ESRCH');
    }
  }
  groups.clear();
});

/**
 * @param {readonly string[]} args of Node
 */
function start(args) {
  const probe = randomUUID();
  const env = { ...process.env, ...UNCACHED, [PROBE]: probe };
  const child = spawn(process.execPath, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  if (child.pid !== undefined) groups.add(child.pid);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more) => (text += more));
  return { child, probe, text: () => text, ended: once(child, 'exit') };
}

/** @param {ReturnType<typeof start>} run */
function hasEnded({ child }) {
  return child.exitCode !== null || child.signalCode !== null;
}

/**
 * Command lines of the living processes that carry a probe.
 * @param {string} probe
 * @returns {string[]}
 */
function carriers(probe) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/environ`).split('\0').includes(`${PROBE}=${probe}`))
    .map((name) => read(`/proc/${name}/cmdline`).replaceAll('\0', ' '))
    .filter((line) => line !== '');
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    assert.ok(error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH', 'EACCES'].includes(String(error.code)));
    return '';
  }
}

/**
 * @param {() => boolean} holds
 * @param {() => string} otherwise
 */
async function until(holds, otherwise) {
  for (const end = Date.now() + 90_000; !holds(); await delay(50)) assert.ok(Date.now() < end, otherwise());
}

describe('npm test', { timeout: 240_000 }, () => {
  for (const { signal, code } of /** @type {const} */ ([
    { signal: 'SIGINT', code: 130 },
    { signal: 'SIGTERM', code: 130 },
    { signal: 'SIGKILL', code: null },
  ]))
    it(`ended by ${signal} in the middle of a stage ends what it started, and starts no other stage`, async () => {
      const stages = ['--stage', 'fast', '--stage', 'samples'];
      const run = start([fromRoot('tools', 'heddle.mjs'), 'test', ...stages]);
      await until(() => carriers(run.probe).some((line) => /\bjest\b.*--json/.test(line)) || hasEnded(run), run.text);
      assert.ok(!hasEnded(run), `It ended by itself:\n${run.text()}`);
      run.child.kill(signal);
      assert.equal((await run.ended)[0], code, run.text());
      await until(
        () => carriers(run.probe).length === 0,
        () => `left: ${carriers(run.probe).join('\n')}`,
      );
      assert.doesNotMatch(run.text(), /== Sample chaincodes/);
    });
});

describe('a command on a leash', { timeout: 60_000 }, () => {
  const idle = 'setInterval(() => 0, 1000)';
  const sessions = `require('node:child_process').spawn(process.execPath, ['-e', '${idle}'], { detached: true }).unref(); ${idle}`;
  const leash = [fromRoot('tools', 'test', 'leash.mjs'), '1', '-', process.execPath, '-e', sessions];

  it('ends with all that it started, in whatever session, when the leash is asked to', async () => {
    const run = start(leash);
    await until(() => carriers(run.probe).length === 3, run.text);
    run.child.kill('SIGTERM');
    await run.ended;
    assert.deepEqual(carriers(run.probe), []);
  });

  it('ends when the parent of the leash is killed', async () => {
    const script = `require('node:child_process').spawn(process.execPath, ${JSON.stringify(leash)}, { stdio: 'inherit' }); ${idle}`;
    const run = start(['-e', script]);
    await until(() => carriers(run.probe).length === 4, run.text);
    run.child.kill('SIGKILL');
    await until(
      () => carriers(run.probe).length === 0,
      () => `left: ${carriers(run.probe).join('\n')}`,
    );
  });
});
