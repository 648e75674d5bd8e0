import type { ChainId } from '@heddle/contracts';
import type { Transaction } from '@heddle/data';
import type { LivePublisher } from '@heddle/queue';
import { announce, removedOf } from './announce';

/** Deletes the rows of all that belonged to the chain, keys included, and leaves tombstones for whoever watches. */
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
