import type { LiveValues, Room, TransientPayload } from '@heddle/contracts';
import { NewestValues } from './newest-values';

/** At most one message in this time for each room, in milliseconds. */
const INTERVAL_MS = 1_000;

/** Sends the newest values of each room: the first at once, those that follow within the interval together at its end. */
export class RoomValues {
  readonly #send: (message: LiveValues) => void;
  /** Rooms to which a message was sent within the interval. */
  readonly #waiting = new Map<Room, NewestValues>();

  constructor(send: (message: LiveValues) => void) {
    this.#send = send;
  }

  offer(room: Room, values: readonly TransientPayload[]): void {
    const waiting = this.#waiting.get(room) ?? new NewestValues();
    waiting.add(values);
    if (!this.#waiting.has(room)) this.#flush(room, waiting);
  }

  #flush(room: Room, waiting: NewestValues): void {
    const values = waiting.take();
    if (values.length === 0) {
      this.#waiting.delete(room);
      return;
    }
    this.#waiting.set(room, waiting);
    this.#send({ room, values });
    // A worker that ends does not wait to send what the next worker measures again.
    setTimeout(() => {
      this.#flush(room, waiting);
    }, INTERVAL_MS).unref();
  }
}
