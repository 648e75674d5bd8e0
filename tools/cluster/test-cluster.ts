import { tryLock } from '../lib/lock.mjs';
import { ToolError, say } from '../lib/say.mjs';
import { whenAskedToStop } from '../start/signals.ts';
import { warmBuildCaches } from './build-caches.ts';
import { down } from './down.ts';
import { TEST_VARIABLES, clusterEnvironment } from './environment.ts';
import { withKubectl } from './kubectl.ts';
import { clusterLayout } from './layout.ts';
import { checkAddresses } from './machine.ts';
import { warmMaven } from './maven-cache.ts';
import { ensurePackages } from './packages.ts';
import { checkMachine, prepareCluster } from './prepare.ts';
import { SLOTS, clusterSettings, type ClusterSettings } from './settings.ts';
import { up } from './up.ts';

/** The run was stopped by a signal; the cluster was taken down. */
export class StoppedError extends ToolError {
  constructor() {
    super('The run was stopped.', 'The test cluster was taken down.');
    this.name = 'StoppedError';
  }
}

/**
 * Runs an action on a cluster: the one that KUBECONFIG names, or a temporary one, which is taken down at the end, also
 * after a failure or Ctrl-C.
 * @param env where CLUSTER_NEEDS were prepared
 * @param action gets the environment with the variables of environment.ts
 */
export async function withTestCluster<T>(
  env: NodeJS.ProcessEnv,
  action: (env: NodeJS.ProcessEnv, signal?: AbortSignal) => Promise<T>,
): Promise<T> {
  if (env['KUBECONFIG']) {
    checkGiven(env);
    say(`Cluster: KUBECONFIG=${env['KUBECONFIG']}`);
    return action(await readyFor(env));
  }
  checkMachine();
  await ensurePackages();
  const { settings, lock } = await freeSlot(env);
  const asked = whenAskedToStop();
  try {
    const prepared = await prepareCluster(settings, env);
    say(`Cluster: bringing ${settings.name} up`);
    await up(settings, prepared, asked.signal);
    const result = await action(await readyFor({ ...env, ...clusterEnvironment(settings) }), asked.signal);
    if (asked.signal.aborted) throw new StoppedError();
    return result;
  } catch (error) {
    if (asked.signal.aborted) throw new StoppedError();
    throw error;
  } finally {
    await down(settings);
    lock.release();
    asked.forget();
  }
}

function checkGiven(env: NodeJS.ProcessEnv): void {
  const missing = Object.entries(TEST_VARIABLES).filter(([name]) => !env[name]);
  if (missing.length === 0) return;
  throw new ToolError(
    `KUBECONFIG names a cluster, but ${missing.map(([name]) => name).join(', ')} is not set.`,
    `Set ${missing.map(([name, meaning]) => `${name} (${meaning})`).join(', ')}; or unset KUBECONFIG to have a cluster brought up for the tests.`,
  );
}

/** Parallel runs on one machine get separate clusters. Slot 0 belongs to npm run cluster:up. */
async function freeSlot(env: NodeJS.ProcessEnv) {
  for (let slot = 1; slot < SLOTS; slot++) {
    const name = `heddle-test-${slot}`;
    const own = { HEDDLE_CLUSTER_NAME: name, HEDDLE_CLUSTER_INTERFACE: `hdlkt${slot}`, HEDDLE_CLUSTER_STATE: '' };
    const settings = clusterSettings({ ...env, ...own }, { slot });
    const result = tryLock(clusterLayout(settings.state).lock, 'tests on it');
    if (!('lock' in result)) continue;
    // A run that was killed may have left a cluster that still uses the addresses.
    await down(settings, { quiet: true });
    if (await hasFreeAddresses(settings)) return { settings, lock: result.lock };
    result.lock.release();
  }
  throw new ToolError(
    `All ${SLOTS - 1} slots for test clusters are taken.`,
    'Wait for another test run to end, or check with ip route what uses the networks from 10.78.1.0/30 on.',
  );
}

async function hasFreeAddresses(settings: ClusterSettings): Promise<boolean> {
  try {
    await checkAddresses(settings);
    return true;
  } catch (error) {
    if (error instanceof ToolError) return false;
    throw error;
  }
}

/** Tests build the sample chaincodes in pods without a registry, and inspect the cluster with kubectl. */
async function readyFor(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const shared = env['HEDDLE_TEST_CLUSTER_SHARED'] ?? '';
  await warmMaven(shared, env);
  await warmBuildCaches(shared, env);
  return withKubectl(env);
}
