import type { ChainId, StoredPayload, TransientPayload } from '@heddle/contracts';
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
  readonly entity: Extract<StoredPayload, { topic: 'removed' }>['entity'];
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

async function payloadsOf(store: Store, changes: Changes): Promise<StoredPayload[]> {
  const { chain, nodes = [], channels = [], chaincodes = [], removed = [] } = changes;
  const payloads: StoredPayload[] = nodes.map((row) => ({ topic: 'node', node: toNode(row) }));
  for (const channel of await channelViews(store, channels)) payloads.push({ topic: 'channel', channel });
  for (const row of chaincodes) payloads.push({ topic: 'chaincode', chaincode: await chaincodeView(store, row) });
  for (const { entity, id, revision } of removed) {
    payloads.push({ topic: 'removed', entity, id, revision: revision + 1 });
  }
  if (chain !== undefined) payloads.push({ topic: 'chain', chain: await chainView(store, chain) });
  return payloads;
}

/** Publishes the changes of this transaction. */
export async function announce(
  store: Transaction,
  live: LivePublisher,
  chainId: ChainId,
  changes: Changes,
): Promise<void> {
  await live.announce(store, chainId, ...(await payloadsOf(store, changes)));
}

/** Publishes what was measured of nodes in this transaction. */
export function announceMeasurements(
  store: Transaction,
  live: LivePublisher,
  chainId: ChainId,
  nodes: readonly NodeEntity[],
): void {
  const values = nodes.map(({ id, revision, cpuPercent, memoryBytes, blockHeights }): TransientPayload => ({
    topic: 'node.measurements',
    node: { id, revision, cpuPercent, memoryBytes, blockHeights },
  }));
  if (values.length > 0) live.publishValues(store, chainId, ...values);
}
