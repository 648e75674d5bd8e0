import { chainRoom, type ChainId, type LivePayload } from '@heddle/contracts';
import {
  chaincodeView,
  chainView,
  channelViews,
  toNode,
  type ChaincodeEntity,
  type ChainEntity,
  type ChannelEntity,
  type NodeEntity,
  type Store,
  type Transaction,
} from '@heddle/data';
import type { LivePublisher } from '@heddle/queue';

/** Changes that clients of the chain must see. */
export interface Changes {
  readonly chain?: ChainEntity;
  readonly nodes?: readonly NodeEntity[];
  readonly channels?: readonly ChannelEntity[];
  readonly chaincodes?: readonly ChaincodeEntity[];
  readonly removed?: readonly Removed[];
}

/** A deleted entity. The tombstone prevents a late answer from restoring it. */
export interface Removed {
  readonly entity: Extract<LivePayload, { topic: 'removed' }>['entity'];
  readonly id: string;
  /** Its last revision. */
  readonly revision: number;
}

/** Tombstones of rows that will be deleted. */
export function removedOf(
  entity: Removed['entity'],
  rows: readonly { readonly id: string; readonly revision: number }[],
): Removed[] {
  return rows.map(({ id, revision }) => ({ entity, id, revision }));
}

async function payloadsOf(store: Store, changes: Changes): Promise<LivePayload[]> {
  const { chain, nodes = [], channels = [], chaincodes = [], removed = [] } = changes;
  const payloads: LivePayload[] = nodes.map((row) => ({ topic: 'node', node: toNode(row) }));
  for (const channel of await channelViews(store, channels)) payloads.push({ topic: 'channel', channel });
  for (const row of chaincodes) payloads.push({ topic: 'chaincode', chaincode: await chaincodeView(store, row) });
  for (const { entity, id, revision } of removed) {
    payloads.push({ topic: 'removed', entity, id, revision: revision + 1 });
  }
  if (chain !== undefined) payloads.push({ topic: 'chain', chain: await chainView(store, chain) });
  return payloads;
}

/**
 * Publishes the changes of this transaction to the chain's room; changes of the chain itself also to lists of chains.
 */
export async function announce(
  store: Transaction,
  live: LivePublisher,
  chainId: ChainId,
  changes: Changes,
): Promise<void> {
  const payloads = await payloadsOf(store, changes);
  await live.append(store, chainRoom(chainId), ...payloads);
  await live.append(store, 'user', ...payloads.filter(({ topic }) => topic === 'chain'));
}
