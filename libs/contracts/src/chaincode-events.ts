import { z } from 'zod';
import { Problem } from './errors';

/** An event that a chaincode set in a valid transaction, as the ledger keeps it. */
export const ChaincodeEvent = z.strictObject({
  type: z.literal('event'),
  blockNumber: z.int(),
  transactionId: z.string(),
  /** As the chaincode named it. */
  name: z.string(),
  /** As UTF-8 text; what is no text shows replacement characters. */
  payload: z.string(),
  /** The payload's very bytes. */
  payloadBase64: z.string(),
});
export type ChaincodeEvent = z.infer<typeof ChaincodeEvent>;

/** Why a stream of events ended; the last line of it. Go on with the last event's block and transaction. */
export const ChaincodeEventsProblem = z.strictObject({ type: z.literal('problem'), problem: Problem });
export type ChaincodeEventsProblem = z.infer<typeof ChaincodeEventsProblem>;

/** One line of a stream of chaincode events. */
export const ChaincodeEventLine = z.discriminatedUnion('type', [ChaincodeEvent, ChaincodeEventsProblem]);
export type ChaincodeEventLine = z.infer<typeof ChaincodeEventLine>;

const MOST_BLOCKS = 1_000_000_000_000;

/** A place in the ledger, as a reader of events names it. */
export const eventPlace = {
  fromBlock: z.int().min(0).max(MOST_BLOCKS),
  afterTransactionId: z.string().regex(/^[0-9a-f]{64}$/, 'a transaction id has 64 hex digits'),
};

export const isPlace = (place: { fromBlock?: unknown; afterTransactionId?: unknown }): boolean =>
  place.afterTransactionId === undefined || place.fromBlock !== undefined;
export const PLACE_RULE = {
  path: ['afterTransactionId'],
  message: 'needs fromBlock: the block that holds the transaction',
};

export const ChaincodeEventsQuery = z
  .strictObject({
    /** The first block to take events from; without it, the next one that is committed. */
    fromBlock: z.coerce.number().int().min(0).max(MOST_BLOCKS).optional(),
    /** Within `fromBlock`, skip all up to and including this transaction. */
    afterTransactionId: eventPlace.afterTransactionId.optional(),
    /** Only events of this name. */
    eventName: z.string().min(1).max(200).optional(),
    /** Whose client reads; without it the first organization of the channel. */
    organization: z.string().max(60).optional(),
  })
  .refine(isPlace, PLACE_RULE);
export type ChaincodeEventsQuery = z.infer<typeof ChaincodeEventsQuery>;

/** Where a reader of events stopped. */
export interface EventCheckpoint {
  readonly blockNumber: number;
  readonly transactionId: string;
}

/** The `id` of an event in a stream of server-sent events. */
export const eventIdOf = ({ blockNumber, transactionId }: EventCheckpoint): string =>
  `${String(blockNumber)}/${transactionId}`;

/** What `Last-Event-ID` names; undefined for any other text. */
export function checkpointOf(eventId: string): EventCheckpoint | undefined {
  const [, block, transactionId] = /^(\d{1,12})\/([0-9a-f]{64})$/.exec(eventId) ?? [];
  return block === undefined || transactionId === undefined ? undefined : { blockNumber: Number(block), transactionId };
}
