import { z } from 'zod';
import { Problem } from './errors';

/** An event that a chaincode set in a valid transaction, as recorded on the ledger. */
export const ChaincodeEvent = z.strictObject({
  type: z.literal('event'),
  blockNumber: z.int(),
  transactionId: z.string(),
  /** The name that the chaincode set. */
  name: z.string(),
  /** The payload as UTF-8 text; other bytes become replacement characters. */
  payload: z.string(),
  /** The payload's exact bytes. */
  payloadBase64: z.string(),
});
export type ChaincodeEvent = z.infer<typeof ChaincodeEvent>;

/** The last line of a stream: why it ended. To continue, start from the last event's block and transaction. */
export const ChaincodeEventsProblem = z.strictObject({ type: z.literal('problem'), problem: Problem });
export type ChaincodeEventsProblem = z.infer<typeof ChaincodeEventsProblem>;

/** One line of a stream of chaincode events. */
export const ChaincodeEventLine = z.discriminatedUnion('type', [ChaincodeEvent, ChaincodeEventsProblem]);
export type ChaincodeEventLine = z.infer<typeof ChaincodeEventLine>;

const MOST_BLOCKS = 1_000_000_000_000;

/** A position in the ledger. */
export const eventPlace = {
  fromBlock: z.int().min(0).max(MOST_BLOCKS),
  afterTransactionId: z.string().regex(/^[0-9a-f]{64}$/, 'a transaction id has 64 hex digits'),
};

export const isPlace = (place: { fromBlock?: unknown; afterTransactionId?: unknown }): boolean =>
  place.afterTransactionId === undefined || place.fromBlock !== undefined;
export const PLACE_RULE = {
  path: ['afterTransactionId'],
  message: 'requires fromBlock: the block that contains the transaction',
};

export const ChaincodeEventsQuery = z
  .strictObject({
    /** The first block to read events from; by default the next committed one. */
    fromBlock: z.coerce.number().int().min(0).max(MOST_BLOCKS).optional(),
    /** Skips all transactions in `fromBlock` up to and including this one. */
    afterTransactionId: eventPlace.afterTransactionId.optional(),
    /** Only events with this name. */
    eventName: z.string().min(1).max(200).optional(),
    /** The organization whose client reads; by default the first organization of the channel. */
    organization: z.string().max(60).optional(),
  })
  .refine(isPlace, PLACE_RULE);
export type ChaincodeEventsQuery = z.infer<typeof ChaincodeEventsQuery>;

/** The position at which a reader of events stopped. */
export interface EventCheckpoint {
  readonly blockNumber: number;
  readonly transactionId: string;
}

/** The `id` of an event in a stream of server-sent events. */
export const eventIdOf = ({ blockNumber, transactionId }: EventCheckpoint): string =>
  `${String(blockNumber)}/${transactionId}`;

/** Parses `Last-Event-ID`; undefined for any other text. */
export function checkpointOf(eventId: string): EventCheckpoint | undefined {
  const [, block, transactionId] = /^(\d{1,12})\/([0-9a-f]{64})$/.exec(eventId) ?? [];
  return block === undefined || transactionId === undefined ? undefined : { blockNumber: Number(block), transactionId };
}
