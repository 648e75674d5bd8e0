import { Redis } from 'ioredis';
import type { Logger } from './logger';

export interface RedisSettings {
  /** `redis://[user:password@]host:port/db`, `rediss://…`, or a socket path. */
  url: string;
  /** Prefix of every key and channel, so that several instances can share a Redis. */
  prefix: string;
}

/**
 * A connection that reconnects automatically. `blocking` is for BullMQ's workers, whose commands wait; otherwise a
 * command fails while Redis is down instead of waiting forever.
 */
export function createRedis({ url }: RedisSettings, use: 'blocking' | 'commands' = 'commands'): Redis {
  return new Redis(url, {
    maxRetriesPerRequest: use === 'blocking' ? null : 20,
    enableReadyCheck: true,
    retryStrategy: (times) => Math.min(times * 50, 1_000),
  });
}

/** Warns if Redis may evict keys: BullMQ then loses jobs, which the sweeper only finds later. */
export async function warnUnlessNoEviction(redis: Redis, log: Logger): Promise<boolean> {
  const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1] ?? 'unknown';
  if (policy === 'noeviction') return true;
  log.warn({ policy }, 'Redis may evict jobs: set maxmemory-policy to noeviction');
  return false;
}
