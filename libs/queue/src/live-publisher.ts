import { LIVE_CHANNEL, type LiveEvent, type LivePayload, type Room } from '@heddle/contracts';
import type { Database, Transaction } from '@heddle/data';
import type { Redis } from 'ioredis';
import type { Logger } from './logger';

export interface LivePublisherOptions {
  database: Database;
  redis: Redis;
  prefix: string;
  log: Logger;
}

/** A payload, or a function for payloads that include their own sequence. */
export type PayloadSource = LivePayload | ((seq: number) => LivePayload);

/** Redis channel of the live feed. */
export const liveChannel = (prefix: string): string => `${prefix}:${LIVE_CHANNEL}`;

/**
 * Writes live events to the database, then notifies every API replica. Events whose message is lost are read from the
 * rows.
 */
export class LivePublisher {
  constructor(private readonly options: LivePublisherOptions) {}

  /** Writes events in the given transaction and publishes them after the commit. */
  async append(store: Transaction, room: Room, ...payloads: PayloadSource[]): Promise<LiveEvent[]> {
    const events = await store.live.append(
      room,
      payloads.map((payload) => (typeof payload === 'function' ? payload : () => payload)),
    );
    store.afterCommit(() => {
      this.#send(events);
    });
    return events;
  }

  /** Writes and publishes one event in a separate transaction. */
  async publish(room: Room, payload: LivePayload): Promise<void> {
    await this.options.database.transaction((store) => this.append(store, room, payload));
  }

  #send(events: readonly LiveEvent[]): void {
    const { redis, prefix, log } = this.options;
    if (events.length === 0) return;
    redis.publish(liveChannel(prefix), JSON.stringify(events)).catch((error: unknown) => {
      log.warn({ err: error, room: events[0]?.room }, 'Live events were stored but not published');
    });
  }
}
