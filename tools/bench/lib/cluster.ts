import { existsSync } from 'node:fs';
import { kubectl, withKubectl } from '../../cluster/kubectl.ts';
import { chooseCluster } from '../../demo/places/cluster-choice.ts';
import { sharedVolume } from '../../demo/places/kubernetes.ts';
import { ToolError } from '../../lib/say.mjs';
import type { Context } from '../benchmarks/context.ts';

/** The benchmark cluster. */
export interface Cluster {
  /** Environment in which kubectl finds it. */
  readonly env: NodeJS.ProcessEnv;
  /** Content of the kubeconfig file. */
  readonly kubeconfig: string;
  /** Volume shared with Heddle, and its folder on this machine. */
  readonly volume: { readonly server: string; readonly path: string; readonly folder: string };
  readonly kubectl: (args: readonly string[]) => Promise<string>;
}

/**
 * Runs a benchmark on the cluster that KUBECONFIG names, otherwise on that of `npm run cluster:up`. A cluster that was
 * not up is brought up first and taken down at the end.
 */
export async function withCluster<Result>(
  { env: given, signal }: Pick<Context, 'env' | 'signal'>,
  work: (cluster: Cluster) => Promise<Result>,
): Promise<Result> {
  const { variables, takeDown } = await chooseCluster(given);
  try {
    // Locates kubectl once, so that no measurement includes the search.
    const env = await withKubectl({ ...given, ...variables });
    const kubeconfig = await kubectl(['config', 'view', '--raw', '--flatten', '--minify'], { env });
    const volume = sharedVolume({}, env);
    if (!existsSync(volume.folder))
      throw new ToolError(
        `The folder ${volume.folder} does not exist.`,
        'Set HEDDLE_TEST_CLUSTER_SHARED to the folder of the shared volume.',
      );
    return await work({ env, kubeconfig, volume, kubectl: (args) => kubectl(args, { env, signal }) });
  } finally {
    await takeDown();
  }
}
