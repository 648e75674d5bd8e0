import type { ChainId, ChannelId } from '@heddle/contracts';
import type { ChannelEntity, NodeEntity, Store } from '@heddle/data';
import { invalidField } from '../errors/api-error';
import { validationFailed } from '../http/input';

type FabricNodeKind = Exclude<NodeEntity['kind'], 'chaincode'>;

/** A channel with the names of the nodes that take part in it. */
export interface ChannelWithNodes {
  readonly channel: ChannelEntity;
  readonly joined: readonly string[];
}

/**
 * The active channels that a new node joins: all, or those that were asked for.
 *
 * @param what what a channel is, for the error: `an active channel of org1`
 */
export function channelsToJoin(
  possible: readonly ChannelEntity[],
  wanted: readonly ChannelId[] | undefined,
  what: string,
): ChannelEntity[] {
  const active = possible.filter(({ state }) => state === 'active');
  if (wanted === undefined) return active;
  const unknown = wanted.flatMap((id, index) =>
    active.some((channel) => channel.id === id)
      ? []
      : [{ path: `channels.${String(index)}`, message: `is not ${what}` }],
  );
  if (unknown.length > 0) throw validationFailed(unknown);
  return active.filter(({ id }) => wanted.includes(id));
}

/** @throws ApiError `validation_failed` for a node that does not exist, or is of another kind */
export async function nodeOfKind(
  store: Store,
  { chainId, name, kind }: { chainId: ChainId; name: string; kind: FabricNodeKind },
): Promise<NodeEntity> {
  const node = await store.nodes.byName(chainId, name);
  if (node?.kind !== kind)
    throw invalidField('node', `is not ${kind === 'peer' ? 'a peer' : 'an orderer'} of this chain`);
  return node;
}

/** The orderers or the peers of a chain. */
export async function nodesOfKind(store: Store, chainId: ChainId, kind: FabricNodeKind): Promise<NodeEntity[]> {
  return (await store.nodes.ofChain(chainId)).filter((node) => node.kind === kind);
}

/** @throws ApiError `validation_failed` for a node that is no orderer and no peer of the chain */
export async function fabricNode(store: Store, { chainId, name }: { chainId: ChainId; name: string }) {
  const node = await store.nodes.byName(chainId, name);
  if (node === null || node.kind === 'chaincode')
    throw invalidField('node', 'is not an orderer or a peer of this chain');
  return node;
}

/** The channels that a node belongs to, also those that it is only joining. */
export async function channelsOfNode(store: Store, { chainId, name }: NodeEntity): Promise<ChannelWithNodes[]> {
  const all = await withNodes(store, chainId, await store.channels.ofChain(chainId));
  return all.filter(({ members }) => members[name] !== undefined);
}

/** @param channels of the chain */
export async function withNodes(store: Store, chainId: ChainId, channels: readonly ChannelEntity[]) {
  const memberships = await store.channelNodes.ofChains([chainId]);
  return channels.map((channel) => {
    const members = memberships.get(channel.id) ?? {};
    const joined = Object.keys(members).filter((name) => members[name] === 'joined');
    return { channel, members, joined };
  });
}
