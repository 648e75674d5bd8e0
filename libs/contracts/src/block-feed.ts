import { z } from 'zod';
import { BlockSummary } from './blocks';
import { Problem } from './errors';
import { ChainId, ChannelId } from './ids';

/**
 * New blocks of a channel on the live feed. They are not stored: they are on the ledger, and a client that missed some
 * reads them by REST.
 */

export const SubscribeBlocks = z.strictObject({ chainId: ChainId, channelId: ChannelId });
export type SubscribeBlocks = z.infer<typeof SubscribeBlocks>;

export type BlocksAck =
  | { ok: true; channelId: string; /** Current number of blocks of the channel. */ height: number }
  | { ok: false; channelId: string; problem: Problem };

/** The maximum number of blocks in one message. */
export const BLOCKS_PER_MESSAGE = 20;

export const BlocksMessage = z.discriminatedUnion('type', [
  /**
   * The blocks committed since the last message, sent a few times per second at most. `blocks` ascend and end with the
   * newest; if there are more than {@link BLOCKS_PER_MESSAGE}, the older ones are left out.
   */
  z.strictObject({
    type: z.literal('blocks'),
    channelId: ChannelId,
    height: z.int(),
    blocks: z.array(BlockSummary).max(BLOCKS_PER_MESSAGE),
  }),
  /** The subscription ended. */
  z.strictObject({ type: z.literal('ended'), channelId: ChannelId, problem: Problem }),
]);
export type BlocksMessage = z.infer<typeof BlocksMessage>;
