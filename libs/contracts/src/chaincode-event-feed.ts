import { z } from 'zod';
import { ChaincodeEvent, PLACE_RULE, eventPlace, isPlace } from './chaincode-events';
import { Problem } from './errors';
import { ChaincodeId, ChainId, ChannelId } from './ids';

/**
 * Events of chaincodes on the live feed. They are no rows: the ledger keeps them and numbers them by block and
 * transaction, so a subscription names its place in the ledger where rooms name a sequence.
 */

/** The client's own name of a subscription; every message of it carries the name. */
const SubscriptionName = z.string().min(1).max(60);

/**
 * Without `fromBlock`, begins with the next block that is committed. A client that comes back names the block and
 * transaction of the last event that it has, or the acknowledged `fromBlock` when none came.
 */
export const SubscribeChaincodeEvents = z
  .strictObject({
    subscription: SubscriptionName,
    chainId: ChainId,
    channelId: ChannelId,
    chaincodeId: ChaincodeId,
    fromBlock: eventPlace.fromBlock.optional(),
    afterTransactionId: eventPlace.afterTransactionId.optional(),
  })
  .refine(isPlace, PLACE_RULE);
export type SubscribeChaincodeEvents = z.infer<typeof SubscribeChaincodeEvents>;

export type ChaincodeEventsAck =
  | { ok: true; subscription: string; /** The first block whose events come. */ fromBlock: number }
  | { ok: false; subscription: string; problem: Problem };

/** What a subscription tells. */
export const ChaincodeEventsMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('event'), subscription: SubscriptionName, event: ChaincodeEvent }),
  /**
   * Events from this place up to, not including, block `toBlock` are not delivered: the client read too slowly, or
   * named a place too far back. REST replays them with the same `fromBlock` and `afterTransactionId`.
   */
  z.strictObject({
    type: z.literal('gap'),
    subscription: SubscriptionName,
    fromBlock: z.int(),
    afterTransactionId: z.string().optional(),
    toBlock: z.int(),
  }),
  /** `reconnecting`: no peer tells events at the moment; what is committed meanwhile comes once one does. */
  z.strictObject({
    type: z.literal('state'),
    subscription: SubscriptionName,
    state: z.enum(['live', 'reconnecting']),
  }),
  /** The subscription is over. */
  z.strictObject({ type: z.literal('ended'), subscription: SubscriptionName, problem: Problem }),
]);
export type ChaincodeEventsMessage = z.infer<typeof ChaincodeEventsMessage>;
