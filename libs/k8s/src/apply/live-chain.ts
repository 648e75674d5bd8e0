import { chainSelector, namespaceOf } from '../names';
import type { ClusterCalls, ListQuery } from './cluster-calls';
import type { LiveObject } from './live-object';
import { identityOf } from './render-workloads';
import {
  CLAIMS,
  CONFIG_MAPS,
  DEPLOYMENTS,
  DISRUPTION_BUDGETS,
  INGRESSES,
  NAMESPACES,
  NETWORK_POLICIES,
  PERSISTENT_VOLUMES,
  POD_MONITORS,
  SECRETS,
  SERVICE_MONITORS,
  SERVICES,
  STATEFUL_SETS,
  type ResourceType,
} from './resource-path';

export interface LiveItem {
  readonly type: ResourceType;
  readonly live: LiveObject;
  /** Whether objects of its type are removed with their node. */
  readonly ofNodes: boolean;
}

/** A chain's objects as the cluster has them. */
export interface LiveChain {
  /** By identity, as for rendered objects. */
  readonly items: ReadonlyMap<string, LiveItem>;
  /** The namespace is being deleted, so nothing can be created in it. */
  readonly goingAway: boolean;
}

const OF_NODES: readonly ResourceType[] = [
  STATEFUL_SETS,
  DEPLOYMENTS,
  SERVICES,
  CONFIG_MAPS,
  SECRETS,
  DISRUPTION_BUDGETS,
  INGRESSES,
  POD_MONITORS,
];
const OPTIONAL: readonly ResourceType[] = [INGRESSES, POD_MONITORS, SERVICE_MONITORS];
const ALL: readonly ResourceType[] = [
  NAMESPACES,
  ...OF_NODES,
  SERVICE_MONITORS,
  NETWORK_POLICIES,
  CLAIMS,
  PERSISTENT_VOLUMES,
];

/** Changes whenever anything of the chain was changed, and seldom otherwise; built from names and versions alone. */
export async function versionsOf(calls: ClusterCalls, chainId: string): Promise<string> {
  const lists = await listAll(calls, chainId, 'metadata');
  return lists.map(({ type, items }) => `${type.plural}:${items.map(versionOf).sort().join(',')}`).join(';');
}

/** The generation does not change with the status, which changes with every pod; not all objects have a generation. */
function versionOf({ metadata }: LiveObject): string {
  const { uid, generation, resourceVersion, labels, annotations } = metadata;
  if (generation === undefined) return `${uid}@${resourceVersion}`;
  return `${uid}#${generation}${JSON.stringify([labels, annotations])}`;
}

export async function liveChain(calls: ClusterCalls, chainId: string): Promise<LiveChain> {
  const lists = await listAll(calls, chainId, 'whole');
  const items = lists.flatMap(({ type, items: objects }) =>
    objects.map((live) => [identityOfLive(type, live), { type, live, ofNodes: OF_NODES.includes(type) }] as const),
  );
  const goingAway = lists.some(
    ({ type, items: objects }) =>
      type === NAMESPACES && objects.some(({ metadata }) => metadata.deletionTimestamp !== undefined),
  );
  return { items: new Map(items), goingAway };
}

function listAll(calls: ClusterCalls, chainId: string, contents: NonNullable<ListQuery['contents']>) {
  const labelSelector = chainSelector(chainId);
  const namespace = namespaceOf(chainId);
  return Promise.all(
    ALL.map(async (type) => {
      const place = type.namespaced ? { namespace } : {};
      const query = { ...place, labelSelector, contents, optional: OPTIONAL.includes(type) };
      return { type, items: await calls.list(type, query) };
    }),
  );
}

/** Items of a list do not carry their type. */
function identityOfLive({ apiVersion, kind }: ResourceType, { metadata }: LiveObject): string {
  return identityOf({ apiVersion, kind, metadata });
}
