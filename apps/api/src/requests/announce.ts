import { chainRoom, type ChainId, type LivePayload } from '@heddle/contracts';
import type { Transaction } from '@heddle/data';
import type { LivePublisher } from '@heddle/queue';

/** Puts news of a chain into its room; news of the chain itself also into the room of everybody's lists. */
export async function announce(
  store: Transaction,
  live: LivePublisher,
  { chainId, payload }: { chainId: ChainId; payload: LivePayload },
): Promise<void> {
  await live.append(store, chainRoom(chainId), payload);
  const listed = payload.topic === 'chain' || (payload.topic === 'removed' && payload.entity === 'chain');
  if (listed) await live.append(store, 'user', payload);
}
