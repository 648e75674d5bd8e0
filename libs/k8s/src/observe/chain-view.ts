import type { V1Service } from '@kubernetes/client-node';
import { z } from 'zod';
import type { ClusterContext } from '../cluster-context';
import { CHAIN_TYPES, OPTIONAL_TYPES } from '../apply/requests/chain-types';
import {
  CLAIMS,
  collectionPath,
  DEPLOYMENTS,
  PODS,
  SERVICES,
  STATEFUL_SETS,
  type ResourceType,
} from '../apply/requests/resource-path';
import { chainSelector, namespaceOf, NODE_LABEL } from '../names';
import { getJson } from '../api-server/read';
import {
  Claim,
  Deployment,
  EndpointSlice,
  KubeEvent,
  ObjectMetadata,
  Pod,
  StatefulSet,
  type NodeWorkload,
} from './kube-objects';

/** What Kubernetes knows of a chain's nodes at one moment. */
export interface ChainView {
  readonly workloads: readonly NodeWorkload[];
  readonly pods: readonly Pod[];
  readonly slices: readonly EndpointSlice[];
  readonly claims: readonly Claim[];
  readonly events: readonly KubeEvent[];
}

/** One collection of objects. */
export interface Collection<Item> {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly schema: z.ZodType<Item>;
  /** With `metadata` only names, labels and versions are sent. */
  readonly contents?: 'metadata';
  /** Whether the cluster need not have or allow it. */
  readonly optional?: boolean;
  /** How many objects are kept. */
  readonly most?: number;
}

/** The API server keeps events for an hour; a crash loop on a large chain creates many. */
const MOST_EVENTS = 2_000;
const NODES = { labelSelector: NODE_LABEL };
const AnyObject = z.object({ metadata: ObjectMetadata });
type Service = Omit<V1Service, 'metadata'> & z.infer<typeof AnyObject>;
const Service = z.looseObject({ metadata: ObjectMetadata }) as z.ZodType as z.ZodType<Service>;

/** The collections that show the state of a chain's nodes, and all others that its objects are in. */
export function collectionsOf(chainId: string) {
  const namespace = namespaceOf(chainId);
  const query = { labelSelector: chainSelector(chainId) };
  const path = (type: ResourceType) => collectionPath(type, namespace);
  return {
    statefulSets: { path: path(STATEFUL_SETS), query: NODES, schema: StatefulSet },
    deployments: { path: path(DEPLOYMENTS), query: NODES, schema: Deployment },
    pods: { path: path(PODS), query: NODES, schema: Pod },
    slices: {
      path: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
      query: {},
      schema: EndpointSlice,
    },
    claims: { path: path(CLAIMS), query: {}, schema: Claim },
    events: { path: `/api/v1/namespaces/${namespace}/events`, query: {}, schema: KubeEvent, most: MOST_EVENTS },
    services: { path: path(SERVICES), query, schema: Service },
    others: CHAIN_TYPES.filter((type) => !SEEN_WHOLE.includes(type)).map((type) => ({
      path: path(type),
      query,
      schema: AnyObject,
      contents: 'metadata' as const,
      optional: OPTIONAL_TYPES.includes(type),
    })),
  };
}

const SEEN_WHOLE: readonly ResourceType[] = [STATEFUL_SETS, DEPLOYMENTS, CLAIMS, SERVICES];

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
