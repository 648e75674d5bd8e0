import { chainRoom, type ChainId, type LivePayload } from '@heddle/contracts';
import type { Transaction } from '@heddle/data';
import type { LivePublisher } from '@heddle/queue';

/** Publishes changes of a chain to its room; changes of the chain itself also to the room of all lists. */
export async function announce(
  store: Transaction,
  live: LivePublisher,
  { chainId, payload }: { chainId: ChainId; payload: LivePayload },
): Promise<void> {
  await live.append(store, chainRoom(chainId), payload);
  const listed = payload.topic === 'chain' || (payload.topic === 'removed' && payload.entity === 'chain');
  if (listed) await live.append(store, 'user', payload);
}
