import { NodeUnknownError, type NodeRef, type NodeSelector } from '@heddle/runtime';
import { chainSelector, HELD_ANNOTATION, namespaceOf, NODE_LABEL } from '../../names';
import type { ClusterCalls } from '../requests/cluster-calls';
import type { LiveObject } from '../requests/live-object';
import { WORKLOADS, type ResourceType } from '../requests/resource-path';
import { watchUntil } from '../requests/watch-until';

/** The object that runs a node: a StatefulSet, or a chaincode server's Deployment. */
export interface NodeWorkload {
  readonly type: ResourceType;
  readonly chainId: string;
  readonly node: string;
  readonly namespace: string;
  readonly live: LiveObject;
}

/** Selects objects of the selected nodes, or of the whole chain. */
export function labelSelectorOf({ chainId, names }: NodeSelector): string {
  const chain = chainSelector(chainId);
  return names === undefined ? chain : `${chain},${NODE_LABEL} in (${names.join(',')})`;
}

/** The workloads of the selected nodes, in order of their names. */
export async function nodeWorkloads(calls: ClusterCalls, selector: NodeSelector): Promise<NodeWorkload[]> {
  if (selector.names?.length === 0) return [];
  const { chainId } = selector;
  const namespace = namespaceOf(chainId);
  const labelSelector = labelSelectorOf(selector);
  const found = await Promise.all(
    WORKLOADS.map(async (type) => {
      const items = await calls.list(type, { namespace, labelSelector });
      return items.map((live) => ({ type, chainId, node: live.metadata.labels?.[NODE_LABEL] ?? '', namespace, live }));
    }),
  );
  return found
    .flat()
    .filter(({ live, node }) => node !== '' && live.metadata.deletionTimestamp === undefined)
    .sort((one, other) => (one.node < other.node ? -1 : 1));
}

/** @throws NodeUnknownError when the chain has no such node */
export async function nodeWorkload(calls: ClusterCalls, { chainId, name }: NodeRef): Promise<NodeWorkload> {
  const [workload] = await nodeWorkloads(calls, { chainId, names: [name] });
  if (workload === undefined) throw new NodeUnknownError(chainId, name);
  return workload;
}

export function isHeld({ live }: Pick<NodeWorkload, 'live'>): boolean {
  return live.metadata.annotations?.[HELD_ANNOTATION] !== undefined;
}

/** Returns when the workload's controller has observed the given version, so that it creates no pod of an older one. */
export async function untilObserved(calls: ClusterCalls, { type, namespace }: NodeWorkload, patched: LiveObject) {
  const { name, uid, generation = 0 } = patched.metadata;
  await watchUntil(calls, {
    type,
    namespace,
    fieldSelector: `metadata.name=${name}`,
    waitingFor: ([live]) =>
      live?.metadata.uid !== uid || observedGeneration(live) >= generation
        ? null
        : `${type.kind} ${name}: its controller has not seen the change yet`,
  });
}

function observedGeneration({ status }: LiveObject): number {
  return (status as { observedGeneration?: number } | undefined)?.observedGeneration ?? 0;
}
