import { existsSync } from 'node:fs';
import { run } from '../../lib/run.mjs';
import { ToolError } from '../../lib/say.mjs';
import { chooseCluster } from '../../demo/places/cluster-choice.mjs';
import { sharedVolume } from '../../demo/places/kubernetes.mjs';
import { kubectl } from '../../demo/places/kubectl.mjs';

/**
 * @typedef {object} Cluster the cluster of the figures
 * @property {NodeJS.ProcessEnv} env in which kubectl finds it
 * @property {string} kubeconfig text
 * @property {{ server: string, path: string, folder: string }} volume shared with Heddle, and the folder that it is here
 * @property {(args: readonly string[]) => Promise<string>} kubectl
 */

/**
 * Gives a benchmark the cluster that KUBECONFIG names, else that of `npm run cluster:up`, which is brought up where it is
 * not and taken down in the end.
 * @template Result
 * @param {Pick<import('../benchmarks/index.mjs').Context, 'env' | 'signal'>} context
 * @param {(cluster: Cluster) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withCluster({ env: given, signal }, work) {
  const { variables, takeDown } = await chooseCluster(given);
  try {
    const env = { ...given, ...variables };
    // Finds kubectl once, so that no figure holds the search.
    const kubeconfig = await kubectl(['config', 'view', '--raw', '--flatten', '--minify'], env);
    const volume = sharedVolume({}, env);
    if (!existsSync(volume.folder))
      throw new ToolError(
        `There is no folder ${volume.folder}.`,
        'HEDDLE_TEST_CLUSTER_SHARED names the shared volume.',
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
  throw new ToolError(`kubectl ${args.join(' ')} failed: ${stderr.trim().slice(-2_000)}`, 'Look at the cluster.');
}
