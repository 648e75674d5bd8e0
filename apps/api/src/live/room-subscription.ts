import type { LiveEvent, LiveGap, LiveValues, Room, TransientPayload } from '@heddle/contracts';
import { NewestValues } from '@heddle/queue';

/** The stored events of a room. */
export interface RoomHistory {
  /** `firstSeq`: the oldest stored event; `lastSeq` is 0 for a room without events. */
  position(room: Room): Promise<{ firstSeq: number; lastSeq: number }>;
  /** Events after a sequence, in order, at most `limit`. */
  read(room: Room, range: { after: number; limit: number }): Promise<LiveEvent[]>;
}

/** One client's end of the feed. */
export interface LiveSink {
  /** False while the client reads more slowly than events arrive; events then wait in the database, not in memory. */
  writable(): boolean;
  event(event: LiveEvent): void;
  gap(gap: LiveGap): void;
  values(message: LiveValues): void;
}

interface SubscriptionOptions {
  readonly room: Room;
  readonly history: RoomHistory;
  readonly sink: LiveSink;
  readonly onError: (error: unknown) => void;
}

const PAGE = 200;

/**
 * One socket in one room. The database is the source of truth. An event from pub/sub is passed on at once only if it is
 * the next one in sequence. In all other cases (replay, a lost message, a slow client) events are read from the
 * database in order. Sequences therefore reach the client in steps of one. Transient values are passed on as they
 * arrive; for a slow client only the newest of each key waits.
 */
export class RoomSubscription {
  readonly #room: Room;
  readonly #history: RoomHistory;
  readonly #sink: LiveSink;
  readonly #onError: (error: unknown) => void;
  readonly #values = new NewestValues();
  #sent = 0;
  /** Highest known sequence. */
  #known = 0;
  /** Counts announcements, so that a read can detect one that arrived meanwhile. */
  #news = 0;
  /** The client's start is before this sequence, or after the current last event. */
  #cutBefore: number | undefined;
  #state: 'opening' | 'idle' | 'reading' | 'closed' = 'opening';

  constructor({ room, history, sink, onError }: SubscriptionOptions) {
    this.#room = room;
    this.#history = history;
    this.#sink = sink;
    this.#onError = onError;
  }

  /**
   * Finds the start position: after `since`, or before the next event. Events that are offered meanwhile are not lost.
   *
   * @returns the room's last sequence for the acknowledgement; call {@link begin} after it was sent
   */
  async open(since: number | undefined): Promise<number> {
    const { firstSeq, lastSeq } = await this.#history.position(this.#room);
    this.#sent = since ?? lastSeq;
    this.#known = Math.max(this.#known, lastSeq);
    if (this.#sent > lastSeq) this.#cutBefore = lastSeq + 1;
    else if (this.#sent < lastSeq && this.#sent + 1 < firstSeq) this.#cutBefore = firstSeq;
    return lastSeq;
  }

  /** Starts the delivery. */
  begin(): void {
    if (this.#state !== 'opening') return;
    this.#state = 'idle';
    if (this.#cutBefore !== undefined) this.#skipTo(this.#cutBefore);
    this.drained();
  }

  /** An event from pub/sub. */
  offer(event: LiveEvent): void {
    this.#known = Math.max(this.#known, event.seq);
    this.#news += 1;
    if (this.#state !== 'idle' || event.seq <= this.#sent) return;
    if (event.seq === this.#sent + 1 && this.#sink.writable()) this.#pass(event);
    else this.catchUp();
  }

  /** Values from pub/sub. */
  offerValues(values: readonly TransientPayload[]): void {
    this.#values.add(values);
    this.#passValues();
  }

  /** The database has events up to here, whether their messages arrived or not. */
  reached(lastSeq: number): void {
    this.#known = Math.max(this.#known, lastSeq);
    this.#news += 1;
    this.catchUp();
  }

  /** A slow client can receive more. */
  drained(): void {
    this.#passValues();
    this.catchUp();
  }

  /** Continues to read from the database, unless a read is running. */
  catchUp(): void {
    if (this.#state !== 'idle' || this.#sent >= this.#known || !this.#sink.writable()) return;
    this.#state = 'reading';
    this.#readAll()
      .catch((error: unknown) => {
        // Retried at the next event or check, not in a loop against an unavailable database.
        this.#known = this.#sent;
        this.#onError(error);
      })
      .finally(() => {
        if (this.#state === 'reading') this.#state = 'idle';
        this.catchUp();
      });
  }

  close(): void {
    this.#state = 'closed';
  }

  async #readAll(): Promise<void> {
    for (;;) {
      const news = this.#news;
      const events = await this.#history.read(this.#room, { after: this.#sent, limit: PAGE });
      if (this.#isClosed() || !this.#passAll(events)) return;
      // An event that was announced during the read may be too new for its result: only an older claim is dropped.
      if (events.length === 0 && this.#news === news) this.#known = this.#sent;
      if (this.#sent >= this.#known && events.length < PAGE) return;
    }
  }

  /** @returns false if the client cannot receive more now */
  #passAll(events: readonly LiveEvent[]): boolean {
    for (const event of events) {
      if (!this.#sink.writable()) return false;
      if (event.seq > this.#sent + 1) this.#skipTo(event.seq);
      this.#pass(event);
    }
    return true;
  }

  #pass(event: LiveEvent): void {
    this.#sent = event.seq;
    this.#known = Math.max(this.#known, event.seq);
    this.#sink.event(event);
  }

  #passValues(): void {
    if (this.#state === 'opening' || this.#isClosed() || !this.#sink.writable()) return;
    const values = this.#values.take();
    if (values.length > 0) this.#sink.values({ room: this.#room, values });
  }

  #skipTo(firstSeq: number): void {
    this.#sent = firstSeq - 1;
    this.#sink.gap({ room: this.#room, firstSeq });
  }

  #isClosed(): boolean {
    return this.#state === 'closed';
  }
}
