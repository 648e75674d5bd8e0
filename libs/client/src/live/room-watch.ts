import {
  assertNever,
  type LiveEvent,
  type LivePayload,
  type Room,
  type SubscribeAck,
  type TransientPayload,
} from '@heddle/contracts';
import { advance, newCursor, type CursorEffect, type CursorInput } from './room-cursor';

/** How long the first load waits for the socket before it goes on without. */
const PATIENCE_MS = 1_200;

export interface WatchOptions {
  room: Room;
  /**
   * Loads the whole state; asked for after the room was joined, so it holds everything up to the acknowledgement.
   * Resolves to the room sequence it contains, where the answer has it. Must not reject: a store keeps its own error.
   */
  snapshot: () => Promise<number | undefined>;
  /** Stored payloads in order, without a gap; transient ones as they arrive, also before the snapshot. */
  apply: (payload: LivePayload) => void;
}

interface WatchLink {
  subscribe: (since: number | undefined) => void;
  closed: () => void;
}

/** Drives one room's cursor: turns what the socket says into inputs and the cursor's effects into calls. */
export class RoomWatch {
  readonly room: Room;
  readonly #options: WatchOptions;
  readonly #link: WatchLink;
  #cursor = newCursor;
  #closed = false;
  #ticket = 0;
  #patience: ReturnType<typeof setTimeout> | null = null;

  constructor(options: WatchOptions, link: WatchLink) {
    this.room = options.room;
    this.#options = options;
    this.#link = link;
  }

  open(): void {
    this.#link.subscribe(undefined);
    // Behind a proxy that blocks sockets, the console still shows the answers of the REST API.
    this.#patience = setTimeout(() => void this.#options.snapshot(), PATIENCE_MS);
  }

  /** Takes a new snapshot at the user's wish. */
  reload(): void {
    void this.#snapshot();
  }

  rejoin(): void {
    this.#link.subscribe(this.#cursor.last < 0 ? undefined : this.#cursor.last);
  }

  acknowledged(answer: SubscribeAck): void {
    if (answer.ok) this.#step({ type: 'acknowledged', lastSeq: answer.lastSeq });
    // A refused room (not found, forbidden) is explained by the snapshot's own error.
    else if (this.#cursor.phase === 'joining') this.reload();
  }

  received(event: LiveEvent): void {
    this.#step({ type: 'event', event });
  }

  receivedValues(values: readonly TransientPayload[]): void {
    if (this.#closed) return;
    for (const value of values) this.#options.apply(value);
  }

  gap(firstSeq: number): void {
    this.#step({ type: 'gap', firstSeq });
  }

  probe(): void {
    if (this.#cursor.phase === 'joining') this.rejoin();
    this.#step({ type: 'probe' });
  }

  disconnected(): void {
    this.#step({ type: 'disconnected' });
  }

  close(): void {
    this.#closed = true;
    this.#calm();
    this.#link.closed();
  }

  #step(input: CursorInput): void {
    if (this.#closed) return;
    const { cursor, effects } = advance(this.#cursor, input);
    this.#cursor = cursor;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: CursorEffect): void {
    switch (effect.type) {
      case 'apply':
        this.#options.apply(effect.event.payload);
        return;
      case 'catchUp':
        this.#link.subscribe(effect.since);
        return;
      case 'snapshot':
        void this.#snapshot();
        return;
      default:
        assertNever(effect);
    }
  }

  async #snapshot(): Promise<void> {
    this.#calm();
    this.#ticket += 1;
    const ticket = this.#ticket;
    const asOfSeq = await this.#options.snapshot();
    // Overtaken by a later snapshot: this one may not hold what the cursor counts on.
    if (ticket !== this.#ticket) return;
    this.#step(asOfSeq === undefined ? { type: 'loaded' } : { type: 'loaded', asOfSeq });
  }

  #calm(): void {
    if (this.#patience !== null) clearTimeout(this.#patience);
    this.#patience = null;
  }
}
