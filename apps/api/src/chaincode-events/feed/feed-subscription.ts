import type { ChaincodeEvent, Problem } from '@heddle/contracts';
import type { EventBacklog, EventPlace } from './event-backlog';

export type FeedState = 'live' | 'reconnecting';

/** One client's end of a feed. */
export interface FeedSink {
  /** False while the client reads more slowly than events arrive; it then continues from the backlog. */
  writable(): boolean;
  event(event: ChaincodeEvent): void;
  /** Events from a position up to, but not including, a block are omitted. */
  gap(place: EventPlace, toBlock: number): void;
  state(state: FeedState): void;
  ended(problem: Problem): void;
}

/**
 * One client of one feed. It has no buffer: while it cannot receive more, its events wait in the backlog. Events that
 * the backlog drops meanwhile become a gap.
 */
export class FeedSubscription {
  readonly #backlog: EventBacklog;
  readonly #sink: FeedSink;
  /** After the last delivered event, or where the client starts. */
  #place: EventPlace;
  /** The client knows the events up to this position; undefined once the first later event arrived. */
  #known: EventPlace | undefined;
  #next = 0;
  #state: 'opening' | 'open' | 'closed' = 'opening';

  constructor(backlog: EventBacklog, place: EventPlace, sink: FeedSink) {
    this.#backlog = backlog;
    this.#place = place;
    this.#known = place;
    this.#sink = sink;
  }

  /** Starts the delivery once the client knows that it is subscribed. */
  begin(state: FeedState): void {
    if (this.#state !== 'opening') return;
    this.#state = 'open';
    this.#sink.state(state);
    // Events that the client has not seen may be anywhere in the backlog; known ones are skipped.
    this.#next = this.#backlog.firstSeq;
    if (!this.#backlog.covers(this.#place)) this.#skip();
    this.catchUp();
  }

  /** Sends the events that the client lacks; called for each new event, and when a slow client has drained. */
  catchUp(): void {
    if (this.#state !== 'open' || !this.#sink.writable()) return;
    if (this.#next < this.#backlog.firstSeq) this.#skip();
    for (const { seq, event } of this.#backlog.from(this.#next)) {
      if (!this.#sink.writable()) return;
      this.#next = seq + 1;
      if (this.#isNew(event)) this.#pass(event);
    }
  }

  state(state: FeedState): void {
    if (this.#state === 'open') this.#sink.state(state);
  }

  end(problem: Problem): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#sink.ended(problem);
  }

  close(): void {
    this.#state = 'closed';
  }

  #pass(event: ChaincodeEvent): void {
    this.#place = { fromBlock: event.blockNumber, afterTransactionId: event.transactionId };
    this.#sink.event(event);
  }

  #skip(): void {
    const { firstSeq, completeFrom } = this.#backlog;
    const missed = this.#place;
    this.#place = { fromBlock: completeFrom };
    this.#known = this.#place;
    this.#next = firstSeq;
    this.#sink.gap(missed, completeFrom);
  }

  #isNew(event: ChaincodeEvent): boolean {
    if (this.#known === undefined) return true;
    const { fromBlock, afterTransactionId } = this.#known;
    if (event.blockNumber < fromBlock) return false;
    const behind = event.blockNumber > fromBlock || afterTransactionId === undefined;
    // The rest of the block, after the transaction that the client has, is new to it.
    if (behind || event.transactionId === afterTransactionId) this.#known = undefined;
    return behind;
  }
}
