import { startByLevel, startLevels } from '@heddle/runtime';
import type { Workload } from '@heddle/topology';
import { HELD_ANNOTATION } from '../../names';
import { applyManifests, type AppliedObject } from '../manifests/apply-manifests';
import type { ClusterCalls } from '../requests/cluster-calls';
import { objectsByLevel, liveOthers, type UntilReady } from './dependencies';
import { endMaintenance } from './end-maintenance';
import { keepManifests } from '../manifests/keep-manifests';
import type { KubernetesRuntimeContext } from '../../cluster-context';
import { renderWorkloads } from './render-workloads';
import { knowsMonitors } from '../manifests/knows-monitors';
import { knownType } from '../requests/resource-path';

export interface ApplyInput {
  readonly context: KubernetesRuntimeContext;
  readonly workloads: readonly Workload[];
  readonly untilReady: (chainId: string) => UntilReady;
}

/**
 * Renders and applies nodes; stopped ones run again. Nodes that depend on others are applied when the others are ready.
 *
 * @throws DependencyUnknownError, DependencyStoppedError or DependencyCycleError before anything is applied
 */
export async function applyWorkloads(
  calls: ClusterCalls,
  { context, workloads, untilReady }: ApplyInput,
): Promise<void> {
  for (const [chainId, nodes] of Map.groupBy(workloads, (workload) => workload.chainId)) {
    const levels = startLevels(nodes, await liveOthers(calls, chainId, nodes));
    const monitoring = await knowsMonitors(calls);
    const { objects, files } = await renderWorkloads({ context, chainId, workloads: nodes, monitoring });
    const byLevel = objectsByLevel(objects, levels);
    calls.progress.expect(objects.length);
    const start = async (_level: readonly Workload[], index: number) => {
      const applied = await applyManifests(calls, byLevel.get(index) ?? []);
      await releaseHeld(calls, chainId, applied);
    };
    await Promise.all([
      startByLevel(levels, { ready: untilReady(chainId), start }),
      keepManifests(context, chainId, files),
    ]);
  }
}

/** The hold is not a field of the applied object, so it is removed separately. */
async function releaseHeld(calls: ClusterCalls, chainId: string, applied: readonly AppliedObject[]): Promise<void> {
  const held = applied.filter(({ live }) => live.metadata.annotations?.[HELD_ANNOTATION] !== undefined);
  if (held.length === 0) return;
  await endMaintenance(calls, { chainId });
  for (const { manifest } of held) {
    const type = knownType(manifest);
    if (type === undefined) continue;
    const patch = { metadata: { annotations: { [HELD_ANNOTATION]: null } } };
    await calls.patch(type, manifest.metadata, patch);
  }
}
