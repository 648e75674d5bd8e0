import { z } from 'zod';
import { ChaincodeEvent, PLACE_RULE, eventPlace, isPlace } from './chaincode-events';
import { Problem } from './errors';
import { ChaincodeId, ChainId, ChannelId } from './ids';

/**
 * Chaincode events on the live feed. They are not stored in the database: the ledger numbers them by block and
 * transaction, so a subscription has a position in the ledger where rooms have a sequence.
 */

/** The client's name for a subscription; every message of the subscription contains it. */
const SubscriptionName = z.string().min(1).max(60);

/**
 * Without `fromBlock`, starts with the next committed block. A client that reconnects sends the block and transaction
 * of its last event, or the acknowledged `fromBlock` if it received none.
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
  | { ok: true; subscription: string; /** The first block whose events are delivered. */ fromBlock: number }
  | { ok: false; subscription: string; problem: Problem };

/** The messages of a subscription. */
export const ChaincodeEventsMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('event'), subscription: SubscriptionName, event: ChaincodeEvent }),
  /**
   * Events from this position up to, but not including, block `toBlock` are not delivered: the client read too slowly,
   * or its position was too far back. REST replays them with the same `fromBlock` and `afterTransactionId`.
   */
  z.strictObject({
    type: z.literal('gap'),
    subscription: SubscriptionName,
    fromBlock: z.int(),
    afterTransactionId: z.string().optional(),
    toBlock: z.int(),
  }),
  /**
   * `reconnecting`: no peer delivers events at the moment. Events committed meanwhile are delivered once a peer is
   * available.
   */
  z.strictObject({
    type: z.literal('state'),
    subscription: SubscriptionName,
    state: z.enum(['live', 'reconnecting']),
  }),
  /** The subscription has ended. */
  z.strictObject({ type: z.literal('ended'), subscription: SubscriptionName, problem: Problem }),
]);
export type ChaincodeEventsMessage = z.infer<typeof ChaincodeEventsMessage>;
