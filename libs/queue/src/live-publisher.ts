import {
  chainRoom,
  LIVE_CHANNEL,
  VALUES_CHANNEL,
  type ChainId,
  type LiveEvent,
  type LiveValues,
  type Room,
  type StoredPayload,
  type TransientPayload,
} from '@heddle/contracts';
import type { Database, Transaction } from '@heddle/data';
import type { Redis } from 'ioredis';
import type { Logger } from './logger';
import { RoomValues } from './room-values';

export interface LivePublisherOptions {
  database: Database;
  redis: Redis;
  prefix: string;
  log: Logger;
}

/** A payload, or a function for payloads that include their own sequence. */
export type PayloadSource = StoredPayload | ((seq: number) => StoredPayload);

function isListed(payload: StoredPayload): boolean {
  const { topic } = payload;
  return topic === 'chain' || topic === 'operation' || (topic === 'removed' && payload.entity === 'chain');
}

/** Redis channel of stored events. */
export const liveChannel = (prefix: string): string => `${prefix}:${LIVE_CHANNEL}`;

/** Redis channel of transient values. */
export const valuesChannel = (prefix: string): string => `${prefix}:${VALUES_CHANNEL}`;

/**
 * Writes stored events to the database, then notifies every API replica; events whose message is lost are read from the
 * rows. Transient values go to the replicas only.
 */
export class LivePublisher {
  readonly #values = new RoomValues((message) => {
    this.#sendValues(message);
  });

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

  /** Publishes what changed in a chain to its room, and what lists of chains and of operations show also to theirs. */
  async announce(store: Transaction, chainId: ChainId, ...payloads: readonly StoredPayload[]): Promise<void> {
    await this.append(store, chainRoom(chainId), ...payloads);
    await this.append(store, 'user', ...payloads.filter(isListed));
  }

  /** Writes and publishes one event in a separate transaction. */
  async publish(room: Room, payload: StoredPayload): Promise<void> {
    await this.options.database.transaction((store) => this.append(store, room, payload));
  }

  /** Publishes values after the commit of the given transaction. Values that follow within a second are coalesced. */
  publishValues(store: Transaction, chainId: ChainId, ...values: readonly TransientPayload[]): void {
    store.afterCommit(() => {
      this.#values.offer(chainRoom(chainId), values);
    });
  }

  #send(events: readonly LiveEvent[]): void {
    const { redis, prefix, log } = this.options;
    if (events.length === 0) return;
    redis.publish(liveChannel(prefix), JSON.stringify(events)).catch((error: unknown) => {
      log.warn({ err: error, room: events[0]?.room }, 'Live events were stored but not published');
    });
  }

  #sendValues(message: LiveValues): void {
    const { redis, prefix, log } = this.options;
    redis.publish(valuesChannel(prefix), JSON.stringify(message)).catch((error: unknown) => {
      log.warn({ err: error, room: message.room }, 'Measurements were not published');
    });
  }
}
