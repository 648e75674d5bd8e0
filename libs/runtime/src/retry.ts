import { setTimeout as delay } from 'node:timers/promises';

/** When the next attempt starts; times in milliseconds. */
export interface AttemptOptions {
  /** Pause after the first attempt. */
  readonly pauseMs: number;
  /** Pauses double up to this; all are `pauseMs` when not given. */
  readonly longestPauseMs?: number;
  /** No attempt starts after this time; unlimited when not given. */
  readonly timeoutMs?: number;
  /** Ends a pause at once, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Calls `look` until it returns a value; undefined and false mean that there is none yet.
 *
 * @returns the value, or undefined at the time limit
 * @throws the reason of the signal, and what `look` throws
 */
export async function poll<Value>(
  look: () => Promise<Value | false | undefined>,
  options: AttemptOptions,
): Promise<Value | undefined> {
  const attempts = new Attempts(options);
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (!(await attempts.next())) return undefined;
  }
}

export interface RetryOptions extends AttemptOptions {
  /** Whether another attempt may succeed; it may throw a better error. */
  readonly isRetryable: (error: unknown) => boolean | Promise<boolean>;
  /** Shortest pause after an error in milliseconds, such as a server asks for. */
  readonly pauseAfter?: (error: unknown) => number;
}

/**
 * Repeats a call until it succeeds.
 *
 * @throws the last error at the time limit, the reason of the signal, and errors that are not retryable
 */
export async function retry<Value>(
  call: () => Promise<Value>,
  { isRetryable, pauseAfter = () => 0, ...options }: RetryOptions,
): Promise<Value> {
  const attempts = new Attempts(options);
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(await isRetryable(error)) || !(await attempts.next(pauseAfter(error)))) throw error;
    }
  }
}

class Attempts {
  readonly #options: AttemptOptions;
  readonly #deadline: number;
  #pauseMs: number;

  constructor(options: AttemptOptions) {
    const { pauseMs, timeoutMs = Infinity } = options;
    this.#options = options;
    this.#deadline = performance.now() + timeoutMs;
    this.#pauseMs = pauseMs;
  }

  /** Waits until the next attempt may start; false when it would be too late. */
  async next(atLeastMs = 0): Promise<boolean> {
    const { signal, pauseMs, longestPauseMs = pauseMs } = this.#options;
    const pause = Math.max(this.#pauseMs, atLeastMs);
    if (performance.now() + pause > this.#deadline) return false;
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
    await delay(pause, undefined, signal && { signal }).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error;
    });
    return true;
  }
}
