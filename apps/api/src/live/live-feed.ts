import type { LiveEvent, LiveValues, Room } from '@heddle/contracts';
import type { Database } from '@heddle/data';
import type { RoomHistory, RoomSubscription } from './room-subscription';

/** Rooms as stored in the database. */
export function roomHistory(database: Database): RoomHistory {
  const { store } = database;
  return {
    position: async (room) => {
      const { firstSeq, lastSeq } = await store.live.read(room, Number.MAX_SAFE_INTEGER, 1);
      return { firstSeq, lastSeq: Math.min(lastSeq, Number.MAX_SAFE_INTEGER - 1) };
    },
    read: async (room, { after, limit }) => (await store.live.read(room, after, limit)).events,
  };
}

/** The subscriptions to rooms on this replica. */
export class LiveFeed {
  readonly #rooms = new Map<Room, Set<RoomSubscription>>();

  add(room: Room, subscription: RoomSubscription): void {
    const listeners = this.#rooms.get(room) ?? new Set();
    this.#rooms.set(room, listeners.add(subscription));
  }

  remove(room: Room, subscription: RoomSubscription): void {
    const listeners = this.#rooms.get(room);
    listeners?.delete(subscription);
    if (listeners?.size === 0) this.#rooms.delete(room);
  }

  offer(event: LiveEvent): void {
    for (const subscription of this.#rooms.get(event.room) ?? []) subscription.offer(event);
  }

  offerValues({ room, values }: LiveValues): void {
    for (const subscription of this.#rooms.get(room) ?? []) subscription.offerValues(values);
  }

  /** Compares every subscribed room with the database, in one query regardless of the number of sockets. */
  async check(lastSeqs: (rooms: Room[]) => Promise<ReadonlyMap<Room, number>>): Promise<void> {
    const rooms = [...this.#rooms.keys()];
    if (rooms.length === 0) return;
    for (const [room, lastSeq] of await lastSeqs(rooms)) {
      for (const subscription of this.#rooms.get(room) ?? []) subscription.reached(lastSeq);
    }
  }
}
