import type { Workload } from '@heddle/topology';
import { HELD_ANNOTATION } from '../names';
import { applyManifests, type AppliedObject } from './apply-manifests';
import type { ClusterCalls } from './cluster-calls';
import { endMaintenance } from './end-maintenance';
import { keepManifests } from './keep-manifests';
import { renderWorkloads, type KubernetesRuntimeContext } from './render-workloads';
import { knowsMonitors } from './knows-monitors';
import { knownType } from './resource-path';

/** Renders and applies nodes of one chain; stopped ones run again. */
export async function applyWorkloads(
  calls: ClusterCalls,
  context: KubernetesRuntimeContext,
  workloads: readonly Workload[],
): Promise<void> {
  for (const chainId of new Set(workloads.map((workload) => workload.chainId))) {
    const nodes = workloads.filter((workload) => workload.chainId === chainId);
    const monitoring = await knowsMonitors(calls);
    const { objects, files } = await renderWorkloads({ context, chainId, workloads: nodes, monitoring });
    const [applied] = await Promise.all([applyManifests(calls, objects), keepManifests(context, chainId, files)]);
    await releaseHeld(calls, chainId, applied);
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
