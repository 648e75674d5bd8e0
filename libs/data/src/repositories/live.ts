import type { LiveEvent, Room, StoredPayload } from '@heddle/contracts';
import { In, type EntityManager } from 'typeorm';
import { LiveEventEntity, LiveRoomEntity } from '../entities/live.entity';
import { isDuplicate } from './unique';

/** Events of a room after a sequence; `firstSeq` is the oldest that is kept. */
export interface RoomHistory {
  events: LiveEvent[];
  firstSeq: number;
  lastSeq: number;
}

/**
 * Rooms of the live feed. The room's row is updated before its events are inserted, so writers of one room run one
 * after another, and a rolled back transaction releases its numbers: no gaps and no duplicates.
 */
export class LiveRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Writes events with the next sequences. Run in a transaction.
   * @param payloads created from the assigned sequences, for payloads that contain it
   */
  async append(room: Room, payloads: readonly ((seq: number) => StoredPayload)[]): Promise<LiveEvent[]> {
    if (payloads.length === 0) return [];
    const lastSeq = await this.#advance(room, payloads.length);
    const at = new Date().toISOString();
    const events = payloads.map((payload, index) => {
      const seq = lastSeq - payloads.length + 1 + index;
      return { room, seq, at, payload: payload(seq) };
    });
    await this.manager.insert(LiveEventEntity, events);
    return events;
  }

  async lastSeq(room: Room): Promise<number> {
    return (await this.#room(room))?.lastSeq ?? 0;
  }

  /** Last sequences of several rooms. Rooms without events are omitted. */
  async lastSeqs(rooms: readonly Room[]): Promise<Map<Room, number>> {
    if (rooms.length === 0) return new Map();
    const counters = await this.manager.findBy(LiveRoomEntity, { room: In([...rooms]) });
    return new Map(counters.map(({ room, lastSeq }) => [room as Room, lastSeq]));
  }

  /** Up to `limit` events with a sequence above `since`, in order. */
  async read(room: Room, since: number, limit: number): Promise<RoomHistory> {
    const counter = await this.#room(room);
    const rows = await this.manager
      .createQueryBuilder(LiveEventEntity, 'event')
      .where('event.room = :room AND event.seq > :since', { room, since })
      .orderBy('event.seq')
      .take(limit)
      .getMany();
    const events = rows.map(({ seq, at, payload }) => ({ room, seq, at, payload }));
    return {
      events,
      firstSeq: counter?.firstSeq ?? 1,
      lastSeq: Math.max(counter?.lastSeq ?? 0, events.at(-1)?.seq ?? 0),
    };
  }

  /** Deletes all but the newest `keep` events of a room. Run in a transaction. */
  async trim(room: Room, keep: number): Promise<void> {
    const counter = await this.#room(room);
    if (counter === null || counter.lastSeq - counter.firstSeq + 1 <= keep) return;
    const firstSeq = counter.lastSeq - keep + 1;
    await this.manager.update(LiveRoomEntity, { room }, { firstSeq });
    await this.manager
      .createQueryBuilder()
      .delete()
      .from(LiveEventEntity)
      .where('room = :room AND seq < :firstSeq', { room, firstSeq })
      .execute();
  }

  /** Rooms with more than `keep` events. */
  async longRooms(keep: number): Promise<Room[]> {
    const rows = await this.manager
      .createQueryBuilder(LiveRoomEntity, 'room')
      .where('room.lastSeq - room.firstSeq >= :keep', { keep })
      .getMany();
    return rows.map(({ room }) => room as Room);
  }

  #room(room: Room): Promise<LiveRoomEntity | null> {
    return this.manager.findOneBy(LiveRoomEntity, { room });
  }

  async #advance(room: Room, count: number): Promise<number> {
    if (!(await this.#raise(room, count))) {
      try {
        await this.manager.insert(LiveRoomEntity, { room, lastSeq: count, firstSeq: 1 });
        return count;
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        await this.#raise(room, count);
      }
    }
    const counter = await this.#room(room);
    return counter?.lastSeq ?? count;
  }

  async #raise(room: Room, count: number): Promise<boolean> {
    const { affected } = await this.manager
      .createQueryBuilder()
      .update(LiveRoomEntity)
      .set({ lastSeq: () => `lastSeq + ${String(count)}` })
      .where('room = :room', { room })
      .execute();
    return affected === 1;
  }
}
