import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { afterEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fromRoot } from '../lib/root.mjs';

/** Inherited by every process of one run, including Fabric's nodes. */
const RUN = 'HEDDLE_TEST_RUN';
/** Runs the tests even if a cached result exists. */
const UNCACHED = { NX_SKIP_NX_CACHE: 'true' };

/** Processes that are killed in any case. */
const groups = new Set<number>();
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

/** @param args of Node */
function start(args: readonly string[]) {
  const probe = [process.env[RUN], randomUUID()].filter(Boolean).join('/');
  const env = { ...process.env, ...UNCACHED, [RUN]: probe };
  const child = spawn(process.execPath, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  if (child.pid !== undefined) groups.add(child.pid);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => (text += more));
  return { child, probe, text: () => text, ended: once(child, 'exit') };
}

function hasEnded({ child }: ReturnType<typeof start>) {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Command lines of the running processes with a probe in their environment. */
function carriers(probe: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/environ`).includes(`${RUN}=${probe}`))
    .map((name) => read(`/proc/${name}/cmdline`).replaceAll('\0', ' '))
    .filter((line) => line !== '');
}

function read(path: string) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    assert.ok(error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH', 'EACCES'].includes(String(error.code)));
    return '';
  }
}

async function until(holds: () => boolean, otherwise: () => string) {
  for (const end = Date.now() + 90_000; !holds();) {
    assert.ok(Date.now() < end, otherwise());
    await delay(50);
  }
}

/** Stops the test command as soon as one of its processes has a matching command line. */
async function endedWhen(line: RegExp, signal: NodeJS.Signals, args: readonly string[]) {
  const run = start([fromRoot('tools', 'heddle.mjs'), 'test', ...args]);
  await until(() => carriers(run.probe).some((candidate) => line.test(candidate)) || hasEnded(run), run.text);
  assert.ok(!hasEnded(run), `It ended by itself:\n${run.text()}`);
  run.child.kill(signal);
  return run;
}

function nothingIsLeft({ probe }: ReturnType<typeof start>) {
  return until(
    () => carriers(probe).length === 0,
    () => `left: ${carriers(probe).join('\n')}`,
  );
}

describe('npm test', { timeout: 240_000 }, () => {
  for (const { signal, code } of [
    { signal: 'SIGINT', code: 130 },
    { signal: 'SIGTERM', code: 130 },
    { signal: 'SIGKILL', code: null },
  ] as const)
    it(`stopped by ${signal} in the middle of a stage ends its processes, and starts no other stage`, async () => {
      const stages = ['--stage', 'fast', '--stage', 'samples'];
      const run = await endedWhen(/\bjest\b.*--json/, signal, stages);
      assert.equal((await run.ended)[0], code, run.text());
      await nothingIsLeft(run);
      assert.doesNotMatch(run.text(), /== Sample chaincodes/);
    });

  it('ends the Fabric nodes of its tests after their parents have exited', async () => {
    const others = '--testPathIgnorePatterns=(chaincode|supervision|starts)';
    const nodes = ['--stage', 'live', '--project', 'local', '--', others];
    await nothingIsLeft(await endedWhen(/\bpeer node start/, 'SIGTERM', nodes));
  });
});

describe('a command on a leash', { timeout: 60_000 }, () => {
  const idle = 'setInterval(() => 0, 1000)';
  const sessions = `require('node:child_process').spawn(process.execPath, ['-e', '${idle}'], { detached: true }).unref(); ${idle}`;
  const leash = [fromRoot('tools', 'test', 'leash.ts'), '1', '-', process.execPath, '-e', sessions];

  it('ends with all its descendants, in whatever session, when the leash is asked to stop', async () => {
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
    await nothingIsLeft(run);
  });
});
