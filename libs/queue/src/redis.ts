import { Redis } from 'ioredis';
import type { Logger } from './logger';

export interface RedisSettings {
  /** `redis://[user:password@]host:port/db`, `rediss://…`, or a socket path. */
  url: string;
  /** Begins every key and channel, so that several instances can share a Redis. */
  prefix: string;
}

/**
 * A connection that comes back by itself. `blocking` is for BullMQ's workers, whose commands wait; without it a command
 * fails while Redis is away instead of waiting for ever.
 */
export function createRedis({ url }: RedisSettings, use: 'blocking' | 'commands' = 'commands'): Redis {
  return new Redis(url, {
    maxRetriesPerRequest: use === 'blocking' ? null : 20,
    enableReadyCheck: true,
    retryStrategy: (times) => Math.min(times * 50, 1_000),
  });
}

/** Warns when Redis may evict keys: BullMQ loses jobs then (the sweeper finds them again, but late). */
export async function warnUnlessNoEviction(redis: Redis, log: Logger): Promise<boolean> {
  const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1] ?? 'unknown';
  if (policy === 'noeviction') return true;
  log.warn({ policy }, 'Redis may evict jobs: set maxmemory-policy to noeviction');
  return false;
}
