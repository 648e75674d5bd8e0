import type { ChaincodeEvent } from '@heddle/contracts';

/** A subscriber's position in the ledger: a block, or a transaction after which it continues. */
export interface EventPlace {
  readonly fromBlock: number;
  readonly afterTransactionId?: string;
}

/** `seq` counts the events of one backlog and has no meaning outside of it. */
export interface NumberedEvent {
  readonly seq: number;
  readonly event: ChaincodeEvent;
}

const MOST_EVENTS = 500;
const MOST_BYTES = 4 * 1_048_576;

/** Approximate size of an event on the wire and in memory. */
export const sizeOf = ({ name, payload, payloadBase64 }: ChaincodeEvent): number =>
  200 + name.length + payload.length + payloadBase64.length;

/** The newest events of one chaincode in ledger order, limited in number and size; at least one is kept. */
export class EventBacklog {
  readonly #events: NumberedEvent[] = [];
  #bytes = 0;
  #lastSeq = 0;
  #completeFrom: number;

  /** @param fromBlock first block of the events */
  constructor(fromBlock: number) {
    this.#completeFrom = fromBlock;
  }

  /** The first block of which no event was dropped. */
  get completeFrom(): number {
    return this.#completeFrom;
  }

  get firstSeq(): number {
    return this.#lastSeq - this.#events.length + 1;
  }

  add(event: ChaincodeEvent): void {
    this.#lastSeq += 1;
    this.#events.push({ seq: this.#lastSeq, event });
    this.#bytes += sizeOf(event);
    while (this.#events.length > 1 && (this.#events.length > MOST_EVENTS || this.#bytes > MOST_BYTES)) this.#drop();
  }

  from(seq: number): readonly NumberedEvent[] {
    return this.#events.slice(Math.max(0, seq - this.firstSeq));
  }

  /** Whether all events after a position are either here or still to come. */
  covers({ fromBlock, afterTransactionId }: EventPlace): boolean {
    if (fromBlock >= this.#completeFrom) return true;
    return this.#events.some(
      ({ event }) => event.blockNumber === fromBlock && event.transactionId === afterTransactionId,
    );
  }

  #drop(): void {
    const dropped = this.#events.shift();
    if (dropped === undefined) return;
    this.#bytes -= sizeOf(dropped.event);
    this.#completeFrom = dropped.event.blockNumber + 1;
  }
}
