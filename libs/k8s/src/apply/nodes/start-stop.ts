import { inParallel, startByLevel, startLevels, stopLevels } from '@heddle/runtime';
import type { NodeRef, NodeSelector, StopOptions } from '@heddle/runtime';
import { HELD_ANNOTATION } from '../../names';
import type { ClusterCalls } from '../requests/cluster-calls';
import { asDependent, liveOthers, type DependentWorkload, type UntilReady } from './dependencies';
import { endMaintenance } from './end-maintenance';
import { endPods } from './end-pods';
import { labelSelectorOf, nodeWorkload, nodeWorkloads, untilObserved, type NodeWorkload } from './node-workloads';
import { PODS } from '../requests/resource-path';

/** Milliseconds that a node gets to stop by itself. */
const GRACE_MS = 10_000;
const LIMIT = 12;

/** The annotation by which `kubectl rollout restart` replaces pods too. */
const RESTARTED_ANNOTATION = 'kubectl.kubernetes.io/restartedAt';

/**
 * Starts the selected nodes; those that depend on others when the others are ready.
 *
 * @throws DependencyStoppedError before anything starts
 */
export async function startNodes(calls: ClusterCalls, selector: NodeSelector, ready: UntilReady): Promise<void> {
  const nodes = (await nodeWorkloads(calls, selector)).map(asDependent);
  const levels = startLevels(nodes, await liveOthers(calls, selector.chainId, nodes));
  await endMaintenance(calls, selector);
  calls.progress.expect(nodes.length);
  const start = (level: readonly DependentWorkload[]) =>
    inParallel(level, LIMIT, async ({ name, workload }) => {
      await release(calls, workload);
      calls.progress.step(`${name} started`);
    });
  await startByLevel(levels, { ready, start });
}

/** Removes the hold of a node and scales it to one pod. */
export async function release(calls: ClusterCalls, { type, live, namespace }: NodeWorkload, template?: unknown) {
  return calls.patch(
    type,
    { name: live.metadata.name, namespace },
    {
      metadata: { annotations: { [HELD_ANNOTATION]: null } },
      spec: { replicas: 1, ...(template !== undefined && { template }) },
    },
  );
}

/**
 * Scales the selected nodes to 0, marked so that it does not count as drift, and waits until their pods are gone. A
 * node stops before those that it depends on.
 */
export async function stopNodes(
  calls: ClusterCalls,
  selector: NodeSelector,
  { graceMs = GRACE_MS }: Pick<StopOptions, 'graceMs'>,
): Promise<void> {
  const nodes = (await nodeWorkloads(calls, selector)).map(asDependent);
  const levels = stopLevels(nodes, await liveOthers(calls, selector.chainId, nodes));
  calls.progress.expect(nodes.length);
  for (const level of levels) await inParallel(level, LIMIT, stopNode);

  async function stopNode({ workload }: DependentWorkload): Promise<void> {
    const { type, live, namespace, node } = workload;
    const held = { metadata: { annotations: { [HELD_ANNOTATION]: 'true' } }, spec: { replicas: 0 } };
    await untilObserved(calls, workload, await calls.patch(type, { name: live.metadata.name, namespace }, held));
    const labelSelector = labelSelectorOf({ chainId: selector.chainId, names: [node] });
    await endPods(calls, { namespace, labelSelector, graceMs });
    calls.progress.step(`${node} stopped`);
  }
}

/** Replaces a node's pod once what it depends on is ready, and returns when the old one is gone. */
export async function restartNode(
  calls: ClusterCalls,
  ref: NodeRef,
  { graceMs = GRACE_MS, ready }: Pick<StopOptions, 'graceMs'> & { readonly ready: UntilReady },
): Promise<void> {
  const node = asDependent(await nodeWorkload(calls, ref));
  const start = () => replaceNode(calls, node.workload, graceMs);
  await startByLevel(startLevels([node], await liveOthers(calls, ref.chainId, [node])), { ready, start });
}

async function replaceNode(calls: ClusterCalls, workload: NodeWorkload, graceMs: number): Promise<void> {
  await endMaintenance(calls, { chainId: workload.chainId, names: [workload.node] });
  await replacePods(calls, workload, {
    graceMs,
    change: () =>
      release(calls, workload, {
        metadata: { annotations: { [RESTARTED_ANNOTATION]: new Date().toISOString() } },
      }),
  });
}

interface PodReplacement {
  readonly graceMs?: number | undefined;
  /** Changes the workload so that its controller replaces the pod. */
  readonly change: () => ReturnType<ClusterCalls['patch']>;
}

/**
 * Changes a workload and deletes the pods that it had before. The controller would delete them too; but it waits for a
 * StatefulSet's broken pod to become ready first, and gives every pod the full grace period of its template.
 */
export async function replacePods(
  calls: ClusterCalls,
  workload: NodeWorkload,
  { graceMs = GRACE_MS, change }: PodReplacement,
): Promise<void> {
  const { namespace, node, chainId } = workload;
  const labelSelector = labelSelectorOf({ chainId, names: [node] });
  const items = await calls.list(PODS, { namespace, labelSelector, contents: 'metadata' });
  const uids = new Set(items.map(({ metadata }) => metadata.uid));
  const changed = await change();
  if (changed.metadata.generation === workload.live.metadata.generation) return;
  await untilObserved(calls, workload, changed);
  await endPods(calls, { namespace, labelSelector, graceMs, uids });
}
