import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { clusterEnvironment } from './environment.ts';
import { SLOTS, clusterSettings } from './settings.ts';
import { clusterProbe } from './testing/probe.ts';
import { traces } from './testing/traces.ts';

const HEDDLE = fromRoot('tools', 'heddle.mjs');

/** A small cluster in the last slot, beside the one that other specs run on. */
const state = mkdtempSync(join(tmpdir(), 'heddle-life-'));
const env = {
  ...process.env,
  HEDDLE_CLUSTER_SLOT: String(SLOTS - 1),
  HEDDLE_CLUSTER_NAME: 'heddle-life',
  HEDDLE_CLUSTER_INTERFACE: 'hdlklife',
  HEDDLE_CLUSTER_STATE: state,
  HEDDLE_CLUSTER_IMAGES: 'busybox',
};
const settings = clusterSettings(env);
const isPossible = process.platform === 'linux' && process.getuid?.() === 0;

const cluster = (...args: readonly string[]) =>
  run(process.execPath, [HEDDLE, 'cluster', ...args], { env, output: 'capture' });

async function mustDo(...args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await cluster(...args);
  assert.equal(code, 0, `cluster ${args.join(' ')}: ${stdout}\n${stderr}`);
}

after(async () => {
  if (isPossible) await mustDo('down');
  rmSync(state, { recursive: true });
});

describe('the life cycle of a cluster', { timeout: 240_000 }, () => {
  // Not possible on other machines; cluster.spec.ts tests the error.
  if (!isPossible) return;
  const before = traces(settings);

  it('keeps objects and volumes when its node is lost, and waits for its API server', async () => {
    const probe = clusterProbe('life', { ...env, ...clusterEnvironment(settings) });
    await mustDo('up');
    await probe.createNamespace();
    const script = 'if [ -f /volume/file ]; then cat /volume/file; else echo kept > /volume/file; fi; exec sleep 3600';
    await probe.apply([
      probe.claim('volume'),
      probe.pod('keeper', {
        command: ['sh', '-c', script],
        volumes: [{ name: 'volume', persistentVolumeClaim: { claimName: 'volume' } }],
      }),
    ]);
    await probe.waitForReady('keeper');

    await mustDo('restart');
    await probe.waitForLogs('keeper', 'kept\n');

    await mustDo('api-server', 'stop');
    assert.notEqual((await probe.attempt(['get', 'pods', '--request-timeout=2s'])).code, 0);
    await mustDo('api-server', 'start');
    assert.equal(await probe.read('pod/keeper', '{.metadata.name}'), 'keeper');
  });

  it('is refused a second time while it is up, even without its API server', async () => {
    await mustDo('api-server', 'stop');
    const { code, stderr } = await cluster('up');
    assert.equal(code, 1);
    assert.match(stderr, /is already up[^]*cluster:down/);
  });

  it('leaves nothing behind', async () => {
    await mustDo('down');
    assert.deepEqual(traces(settings), before);
  });

  it('is removed by down after the process that brought it up was killed', async () => {
    const up = spawn(process.execPath, [HEDDLE, 'cluster', 'up'], { env, stdio: 'ignore', detached: true });
    const ended = once(up, 'exit');
    while (traces(settings).links.length === 0 && up.exitCode === null) await delay(10);
    process.kill(-Number(up.pid), 'SIGKILL');
    await ended;
    assert.notDeepEqual(traces(settings), before);
    await mustDo('down');
    assert.deepEqual(traces(settings), before);
  });

  it('is removed when the process that brings it up is asked to stop', async () => {
    const up = spawn(process.execPath, [HEDDLE, 'cluster', 'up'], { env, stdio: 'ignore' });
    const ended = once(up, 'exit');
    while (traces(settings).links.length === 0 && up.exitCode === null) await delay(10);
    up.kill('SIGTERM');
    await ended;
    assert.equal(up.exitCode, 1);
    assert.deepEqual(traces(settings), before);
  });
});
