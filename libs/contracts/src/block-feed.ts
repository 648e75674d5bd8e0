import { z } from 'zod';
import { BlockSummary } from './blocks';
import type { Problem } from './errors';
import { ChainId, ChannelId } from './ids';

/**
 * New blocks on the live feed. They are transient: no rows, no sequence. A client that is told of a block reads those
 * before it by REST; of many blocks that come close together only the newest is told.
 */
export const WatchBlocks = z.strictObject({ chainId: ChainId, channelId: ChannelId });
export type WatchBlocks = z.infer<typeof WatchBlocks>;

export type WatchBlocksAck =
  | {
      ok: true;
      channelId: string;
      /** Blocks of the channel now: every later one is told, or one after it. */ height: number;
    }
  | { ok: false; channelId: string; problem: Problem };

export const NewBlock = z.strictObject({ channelId: ChannelId, block: BlockSummary });
export type NewBlock = z.infer<typeof NewBlock>;
