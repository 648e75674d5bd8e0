import type { ChainId, ChannelId } from '@heddle/contracts';
import { RowNotFoundError, type ChannelEntity, type Store } from '@heddle/data';

export interface ChannelKey {
  readonly chainId: ChainId;
  readonly channelId: ChannelId;
}

/** @throws RowNotFoundError also for a channel of another chain */
export async function findChannel(store: Store, { chainId, channelId }: ChannelKey): Promise<ChannelEntity> {
  const channel = await store.channels.get(channelId);
  if (channel.chainId !== chainId) throw new RowNotFoundError('channel', channelId);
  return channel;
}
