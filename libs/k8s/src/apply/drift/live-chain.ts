import { chainSelector, namespaceOf } from '../../names';
import type { KindVersions } from '../../observe/chain-feed';
import type { ClusterCalls } from '../requests/cluster-calls';
import type { LiveObject } from '../requests/live-object';
import { identityOf } from '../nodes/render-workloads';
import { NAMESPACES, type ResourceType } from '../requests/resource-path';
import { CHAIN_TYPES, NODE_TYPES, OPTIONAL_TYPES } from '../requests/chain-types';

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

/** Changes whenever anything of the chain was changed, and seldom otherwise. */
export function versionsOf(kinds: readonly KindVersions[]): string {
  return kinds.map(({ path, items }) => `${path}:${items.map(versionOf).sort().join(',')}`).join(';');
}

/** The generation does not change with the status, which changes with every pod; not all objects have a generation. */
function versionOf({ metadata }: KindVersions['items'][number]): string {
  const { uid, generation, resourceVersion, labels, annotations } = metadata;
  if (generation === 0) return `${uid}@${resourceVersion}`;
  return `${uid}#${generation}${JSON.stringify([labels, annotations])}`;
}

/** A chain's objects, requested once. */
export async function liveChain(calls: ClusterCalls, chainId: string): Promise<LiveChain> {
  const lists = await listAll(calls, chainId);
  const items = lists.flatMap(({ type, items: objects }) =>
    objects.map((live) => [identityOfLive(type, live), { type, live, ofNodes: NODE_TYPES.includes(type) }] as const),
  );
  const goingAway = lists.some(
    ({ type, items: objects }) =>
      type === NAMESPACES && objects.some(({ metadata }) => metadata.deletionTimestamp !== undefined),
  );
  return { items: new Map(items), goingAway };
}

function listAll(calls: ClusterCalls, chainId: string) {
  const labelSelector = chainSelector(chainId);
  const namespace = namespaceOf(chainId);
  return Promise.all(
    CHAIN_TYPES.map(async (type) => {
      const place = type.namespaced ? { namespace } : {};
      const query = { ...place, labelSelector, optional: OPTIONAL_TYPES.includes(type) };
      return { type, items: await calls.list(type, query) };
    }),
  );
}

/** Items of a list do not carry their type. */
function identityOfLive({ apiVersion, kind }: ResourceType, { metadata }: LiveObject): string {
  return identityOf({ apiVersion, kind, metadata });
}
