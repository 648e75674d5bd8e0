import type { ChainId } from '@heddle/contracts';
import type { Transaction } from '@heddle/data';
import type { LivePublisher } from '@heddle/queue';
import { announce, removedOf } from './announce';

/** Deletes all rows of the chain, including its keys, and publishes tombstones to clients. */
export async function forgetChain(store: Transaction, live: LivePublisher, chainId: ChainId): Promise<void> {
  const removed = [
    ...removedOf('chaincode', await store.chaincodes.ofChain(chainId)),
    ...removedOf('channel', await store.channels.ofChain(chainId)),
    ...removedOf('node', await store.nodes.ofChain(chainId)),
  ];
  await store.chaincodes.removeOfChain(chainId);
  await store.channels.removeOfChain(chainId);
  await store.nodes.removeOfChain(chainId);
  await store.identities.removeOfChain(chainId);
  await store.ports.release(chainId);
  await store.chains.setDesired(chainId, 'released');
  await announce(store, live, chainId, { removed });
}
