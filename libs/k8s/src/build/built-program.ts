import { BuildFailedError, readBuild } from '@heddle/runtime';
import { join } from 'node:path';
import type { KubernetesRuntimeContext } from '../cluster-context';
import type { PodProgram } from '../model/pod-program';
import { BUILDS_FOLDER } from '../model/shared-volume';
import { podCommand } from './pod-command';

/**
 * How a pod starts a finished build.
 *
 * @throws BuildFailedError if the build does not exist
 */
export async function builtProgram(
  { sharedFolder, settings }: Pick<KubernetesRuntimeContext, 'sharedFolder' | 'settings'>,
  buildId: string,
): Promise<PodProgram> {
  const build = await readBuild(join(sharedFolder, BUILDS_FOLDER), buildId);
  if (build === undefined) {
    const remedy = 'Deploy the chaincode again: this rebuilds it.';
    throw new BuildFailedError(`There is no chaincode build ${buildId}.`, [], remedy);
  }
  return { image: settings.images[build.language], command: podCommand(build), args: [] };
}
