import { retry } from '@heddle/runtime';
import type { ClusterContext } from '../cluster-context';
import { AWAY_MS, awayError } from './api-away';
import { ApiStatusError } from './api-status-error';
import { isSilence, isTransient } from './transient';

export interface ApiRetryOptions {
  readonly signal?: AbortSignal | undefined;
  /** Reports what is waited for, once a second at most. */
  readonly say?: ((message: string) => void) | undefined;
  /** Milliseconds without a response until the wait times out; 300,000 when not given. */
  readonly awayMs?: number | undefined;
}

const PAUSES = { pauseMs: 100, longestPauseMs: 2_000 };
const LONGEST_ASKED_MS = 10_000;
const SAY_EVERY_MS = 1_000;

/**
 * Retries requests that found no API server, or a busy one, until it responds. All requests of a call share one: they
 * wait for the same server, and the user sees one message.
 */
export class ApiRetry {
  readonly #cluster: string;
  readonly #options: ApiRetryOptions;
  #since: number | null = null;
  #said = 0;

  constructor({ name }: Pick<ClusterContext, 'name'>, options: ApiRetryOptions = {}) {
    this.#cluster = name;
    this.#options = options;
  }

  /** @throws ClusterUnreachableError when the API server stays away; any error of `call` that is not transient */
  async call<Value>(call: () => Promise<Value>): Promise<Value> {
    const value = await retry(call, {
      ...PAUSES,
      signal: this.#options.signal,
      isRetryable: (error) => isTransient(error) && this.#waitFor(error),
      pauseAfter,
    });
    this.#since = null;
    return value;
  }

  #waitFor(error: unknown): true {
    const now = performance.now();
    this.#since ??= now;
    const waitedMs = now - this.#since;
    const what = isSilence(error) ? 'does not answer' : 'is busy';
    if (waitedMs >= (this.#options.awayMs ?? AWAY_MS)) throw awayError(this.#cluster, { waitedMs, what, cause: error });
    if (now - this.#said >= SAY_EVERY_MS || this.#said === 0) {
      this.#said = now;
      this.#options.say?.(`The cluster's API server ${what}; waiting (${Math.round(waitedMs / 1_000)} s)`);
    }
    return true;
  }
}

function pauseAfter(error: unknown): number {
  return Math.min((error instanceof ApiStatusError ? error.retryAfterMs : null) ?? 0, LONGEST_ASKED_MS);
}
