import { z } from 'zod';
import type { ClusterContext } from '../cluster-context';
import { namespaceOf, NODE_LABEL } from '../names';
import { getJson } from './api-stream';
import { Claim, Deployment, EndpointSlice, KubeEvent, Pod, StatefulSet, type NodeWorkload } from './kube-objects';

/** What Kubernetes knows of a chain's nodes at one moment. */
export interface ChainView {
  readonly workloads: readonly NodeWorkload[];
  readonly pods: readonly Pod[];
  readonly slices: readonly EndpointSlice[];
  readonly claims: readonly Claim[];
  readonly events: readonly KubeEvent[];
}

/** One collection that a view is made of. */
export interface Collection<Item> {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly schema: z.ZodType<Item>;
}

const NODES = { labelSelector: NODE_LABEL };

/** The collections of a chain's namespace that show the state of its nodes. */
export function collectionsOf(chainId: string) {
  const namespace = namespaceOf(chainId);
  const core = `/api/v1/namespaces/${namespace}`;
  const apps = `/apis/apps/v1/namespaces/${namespace}`;
  return {
    statefulSets: { path: `${apps}/statefulsets`, query: NODES, schema: StatefulSet },
    deployments: { path: `${apps}/deployments`, query: NODES, schema: Deployment },
    pods: { path: `${core}/pods`, query: NODES, schema: Pod },
    slices: {
      path: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
      query: {},
      schema: EndpointSlice,
    },
    claims: { path: `${core}/persistentvolumeclaims`, query: {}, schema: Claim },
    events: { path: `${core}/events`, query: {}, schema: KubeEvent },
  };
}

const List = z.object({ items: z.array(z.unknown()).nullish() });

/** The objects of a collection as they are now. */
export async function listObjects<Item>(
  context: ClusterContext,
  { path, query, schema }: Collection<Item>,
  signal?: AbortSignal,
): Promise<Item[]> {
  const list = List.parse(await getJson(context, { path, query, signal }));
  return (list.items ?? []).map((item) => schema.parse(item));
}

/** A chain's view, requested once. A namespace that does not exist looks like an empty one. */
export async function readChain(context: ClusterContext, chainId: string, signal?: AbortSignal): Promise<ChainView> {
  const from = collectionsOf(chainId);
  const [statefulSets, deployments, pods, slices, claims, events] = await Promise.all([
    listObjects(context, from.statefulSets, signal),
    listObjects(context, from.deployments, signal),
    listObjects(context, from.pods, signal),
    listObjects(context, from.slices, signal),
    listObjects(context, from.claims, signal),
    listObjects(context, from.events, signal),
  ]);
  return { workloads: [...statefulSets, ...deployments], pods, slices, claims, events };
}
