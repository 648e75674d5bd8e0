import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { ApiError } from '../errors/api-error';

export interface LoginLimits {
  /** Failed sign-ins within the window before the account or address is blocked. */
  readonly perAccount: number;
  readonly perAddress: number;
  readonly windowMs: number;
}

export const DEFAULT_LOGIN_LIMITS: LoginLimits = { perAccount: 10, perAddress: 50, windowMs: 15 * 60_000 };

interface Attempt {
  readonly username: string;
  readonly address: string;
}

/** Counts and reads the remaining time in one step, so that parallel guesses cannot bypass the limit. */
const HIT = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return { count, redis.call('PTTL', KEYS[1]) }`;

/** Sign-in attempts per account and per address, counted in Redis for all replicas of the API. */
export class LoginLimiter {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #limits: LoginLimits;

  constructor(redis: Redis, prefix: string, limits: LoginLimits = DEFAULT_LOGIN_LIMITS) {
    this.#redis = redis;
    this.#prefix = prefix;
    this.#limits = limits;
  }

  /**
   * Counts an attempt before the password is checked.
   *
   * @throws ApiError `too_many_requests` with the time to wait
   */
  async take(attempt: Attempt): Promise<void> {
    await this.#count(this.#accountKey(attempt), this.#limits.perAccount);
    await this.#count(this.#addressKey(attempt), this.#limits.perAddress);
  }

  /**
   * Resets the account's count after a success. The address keeps its count, or one valid account would allow guessing
   * others.
   */
  async succeeded(attempt: Attempt): Promise<void> {
    await this.#redis.del(this.#accountKey(attempt));
  }

  async #count(key: string, limit: number): Promise<void> {
    const [count, remainingMs] = await this.#hit(key);
    if (count <= limit) return;
    const seconds = Math.max(1, Math.ceil(remainingMs / 1_000));
    throw new ApiError('too_many_requests', `Too many sign-in attempts; try again in ${String(seconds)} s.`, {
      retryAfterSeconds: seconds,
      remedy: 'Wait, then sign in with the correct password.',
    });
  }

  /** Rejects every sign-in without the counter: guessing must not be unlimited while Redis is down. */
  async #hit(key: string): Promise<[count: number, remainingMs: number]> {
    try {
      return (await this.#redis.eval(HIT, 1, key, this.#limits.windowMs)) as [number, number];
    } catch (cause) {
      throw new ApiError('unavailable', 'Sign-in cannot be checked now: Redis does not answer.', {
        cause,
        retryAfterSeconds: 5,
        remedy: 'Try again in a moment. If the error remains, check that Redis is running.',
      });
    }
  }

  #accountKey({ username }: Attempt): string {
    return `${this.#prefix}:login:account:${digest(username.toLowerCase())}`;
  }

  #addressKey({ address }: Attempt): string {
    return `${this.#prefix}:login:address:${digest(address)}`;
  }
}

/** Keeps user input out of Redis' key space. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
