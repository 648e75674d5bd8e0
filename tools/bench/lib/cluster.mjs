import { existsSync } from 'node:fs';
import { run } from '../../lib/run.mjs';
import { ToolError } from '../../lib/say.mjs';
import { chooseCluster } from '../../demo/places/cluster-choice.mjs';
import { sharedVolume } from '../../demo/places/kubernetes.mjs';
import { kubectl } from '../../demo/places/kubectl.mjs';

/**
 * @typedef {object} Cluster the benchmark cluster
 * @property {NodeJS.ProcessEnv} env environment in which kubectl finds it
 * @property {string} kubeconfig its text
 * @property {{ server: string, path: string, folder: string }} volume volume shared with Heddle, and its folder on this machine
 * @property {(args: readonly string[]) => Promise<string>} kubectl
 */

/**
 * Runs a benchmark on the cluster that KUBECONFIG names, otherwise on that of `npm run cluster:up`. A cluster that was
 * not up is brought up first and taken down at the end.
 * @template Result
 * @param {Pick<import('../benchmarks/index.mjs').Context, 'env' | 'signal'>} context
 * @param {(cluster: Cluster) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withCluster({ env: given, signal }, work) {
  const { variables, takeDown } = await chooseCluster(given);
  try {
    const env = { ...given, ...variables };
    // Locates kubectl once, so that no measurement includes the search.
    const kubeconfig = await kubectl(['config', 'view', '--raw', '--flatten', '--minify'], env);
    const volume = sharedVolume({}, env);
    if (!existsSync(volume.folder))
      throw new ToolError(
        `The folder ${volume.folder} does not exist.`,
        'Set HEDDLE_TEST_CLUSTER_SHARED to the folder of the shared volume.',
      );
    return await work({ env, kubeconfig, volume, kubectl: (args) => command(args, { env, signal }) });
  } finally {
    await takeDown();
  }
}

/**
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv, signal: AbortSignal }} options
 */
async function command(args, { env, signal }) {
  signal.throwIfAborted();
  const { code, stdout, stderr } = await run('kubectl', args, { env, signal, output: 'capture' });
  if (code === 0) return stdout;
  throw new ToolError(`kubectl ${args.join(' ')} failed: ${stderr.trim().slice(-2_000)}`, 'Check the cluster.');
}
