import type { ChaincodeEvent, QueryInputOf, api } from '@heddle/contracts';

/** Events kept on the page; older ones are left to the ledger. */
const KEPT = 300;

/** What was asked for. */
export interface Following {
  readonly fromBlock: number | null;
  readonly eventName: string;
}

export interface EventList {
  /** Newest first. */
  readonly shown: readonly ChaincodeEvent[];
  /** Came while the list was paused; newest first. */
  readonly waiting: readonly ChaincodeEvent[];
  readonly last: ChaincodeEvent | null;
}

export const noEvents: EventList = { shown: [], waiting: [], last: null };

/** Adds an event; a paused list stays as it is and counts what waits. */
export function withEvent(list: EventList, event: ChaincodeEvent, { paused }: { paused: boolean }): EventList {
  if (paused) return { ...list, waiting: [event, ...list.waiting].slice(0, KEPT), last: event };
  return { ...list, shown: [event, ...list.shown].slice(0, KEPT), last: event };
}

/** Shows what waited. */
export function resumed({ shown, waiting, last }: EventList): EventList {
  return { shown: [...waiting, ...shown].slice(0, KEPT), waiting: [], last };
}

/** Where to go on: after the last event that came, or where the reader wanted to begin. */
export function queryOf(
  { fromBlock, eventName }: Following,
  { last }: EventList,
): QueryInputOf<typeof api.chaincodes.events> {
  const name = eventName === '' ? {} : { eventName };
  if (last !== null) return { ...name, fromBlock: last.blockNumber, afterTransactionId: last.transactionId };
  return fromBlock === null ? name : { ...name, fromBlock };
}
