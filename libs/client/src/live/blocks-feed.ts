import type { BlocksAck, BlocksMessage, BlockSummary, ChainId, ChannelId } from '@heddle/contracts';
import type { LedgerFeed } from './ledger-watch';

export type Blocks = Exclude<BlocksMessage, { type: 'ended' }>;
export type BlocksAccepted = Extract<BlocksAck, { ok: true }>;

export interface BlocksOptions {
  readonly chainId: ChainId;
  readonly channelId: ChannelId;
  /** The channel has `height` blocks; `blocks` ascend to the newest, and older ones may be missing. */
  readonly arrived: (height: number, blocks: readonly BlockSummary[]) => void;
}

/**
 * New blocks of one channel. After a lost connection `arrived` names the height. An end is not reported: the REST API
 * says why blocks cannot be read, as for a stopped chain, and the caller watches again once they can.
 */
export function blocksFeed({ chainId, channelId, arrived }: BlocksOptions): LedgerFeed<Blocks, BlocksAccepted> {
  return {
    key: channelId,
    subscribe: (socket, acknowledge) => socket.emit('subscribeBlocks', { chainId, channelId }, acknowledge),
    accepted: ({ height }) => {
      arrived(height, []);
    },
    unsubscribe: (socket) => socket.emit('unsubscribeBlocks', { channelId }),
    received: ({ height, blocks }) => {
      arrived(height, blocks);
    },
    lost: () => undefined,
    ended: () => undefined,
  };
}
