import { inParallel } from '@heddle/runtime';
import type { Manifest } from '@heddle/manifests';
import { NODE_LABEL } from '../../names';
import { claimsByVolume, untilBindable } from './bindable-volume';
import type { ClusterCalls } from '../requests/cluster-calls';
import type { LiveObject } from '../requests/live-object';
import { NAMESPACES } from '../requests/resource-path';
import { watchUntil } from '../requests/watch-until';

/** Concurrent requests: more of them wait in the API server's own queue (priority and fairness). */
const LIMIT = 12;
const RUNNING_KINDS = new Set(['StatefulSet', 'Deployment', 'Job', 'Pod']);

/** What was sent, and the resulting object. */
export interface AppliedObject {
  readonly manifest: Manifest;
  readonly live: LiveObject;
}

function stageOf({ kind }: Manifest): 0 | 1 | 2 {
  if (kind === 'Namespace') return 0;
  return RUNNING_KINDS.has(kind) ? 2 : 1;
}

/**
 * Applies objects in the order that Kubernetes wants: the namespace, all that pods mount or are bound by, then what
 * runs. Within a stage they are applied in parallel, except claims whose volumes are applied too: those follow theirs.
 */
export async function applyManifests(calls: ClusterCalls, manifests: readonly Manifest[]): Promise<AppliedObject[]> {
  const applied: AppliedObject[] = [];
  const claims = claimsByVolume(manifests);
  const later = new Set(claims.values());
  for (const stage of [0, 1, 2]) {
    const objects = manifests.filter((manifest) => stageOf(manifest) === stage && !later.has(manifest));
    await inParallel(objects, LIMIT, applyWithClaim);
  }
  return applied;

  async function applyWithClaim(manifest: Manifest): Promise<void> {
    const live = await applyOne(manifest);
    const claim = manifest.kind === 'PersistentVolume' ? claims.get(manifest.metadata.name) : undefined;
    if (claim === undefined) return;
    await untilBindable(calls, live);
    await applyOne(claim);
  }

  async function applyOne(manifest: Manifest): Promise<LiveObject> {
    const live = manifest.kind === 'Namespace' ? await applyNamespace(calls, manifest) : await calls.apply(manifest);
    applied.push({ manifest, live });
    calls.progress.step(`${labelOf(manifest)} applied`);
    return live;
  }
}

/** `orderer0 (StatefulSet)`, `Namespace heddle-0123456789ab`. */
function labelOf({ kind, metadata: { name, labels } }: Manifest): string {
  const node = labels?.[NODE_LABEL];
  return node === undefined ? `${kind} ${name}` : `${node} (${kind})`;
}

/** A namespace that is being deleted accepts no objects; it is recreated once it is gone. */
async function applyNamespace(calls: ClusterCalls, manifest: Manifest): Promise<LiveObject> {
  const { name } = manifest.metadata;
  for (;;) {
    const live = await calls.apply(manifest);
    if (live.metadata.deletionTimestamp === undefined) return live;
    await watchUntil(calls, {
      type: NAMESPACES,
      fieldSelector: `metadata.name=${name}`,
      waitingFor: ([found]) => (found === undefined ? null : `Namespace ${name} of an earlier release is going away`),
    });
  }
}
