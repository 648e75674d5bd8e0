import type { Manifest } from '@heddle/manifests';
import { NODE_LABEL } from '../names';
import type { ClusterCalls } from './cluster-calls';
import { inParallel } from './in-parallel';
import type { LiveObject } from './live-object';
import { NAMESPACES } from './resource-path';
import { watchUntil } from './watch-until';

/** Requests under way at a time: more of them wait in the API server's own queue (priority and fairness). */
const LIMIT = 12;
const RUNNING_KINDS = new Set(['StatefulSet', 'Deployment', 'Job', 'Pod']);

/** What was sent, and what the cluster made of it. */
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
 * runs. Within a stage they go side by side.
 */
export async function applyManifests(calls: ClusterCalls, manifests: readonly Manifest[]): Promise<AppliedObject[]> {
  const applied: AppliedObject[] = [];
  calls.progress.expect(manifests.length);
  for (const stage of [0, 1, 2]) {
    await inParallel(
      manifests.filter((manifest) => stageOf(manifest) === stage),
      LIMIT,
      async (manifest) => {
        const live = stage === 0 ? await applyNamespace(calls, manifest) : await calls.apply(manifest);
        applied.push({ manifest, live });
        calls.progress.step(`${labelOf(manifest)} applied`);
      },
    );
  }
  return applied;
}

/** `orderer0 (StatefulSet)`, `Namespace heddle-0123456789ab`. */
function labelOf({ kind, metadata: { name, labels } }: Manifest): string {
  const node = labels?.[NODE_LABEL];
  return node === undefined ? `${kind} ${name}` : `${node} (${kind})`;
}

/** A namespace that is on its way out takes nothing in; it is made again when it is gone. */
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
