import { setTimeout as delay } from 'node:timers/promises';
import { FabricError } from '../fabric-error';
import { DEFAULT_SUBMIT_TIMEOUT, type CallOptions } from './call-options';

const FIRST_PAUSE = 25;
const LONGEST_PAUSE = 500;

/** The remaining time of a caller, for the calls inside a loop. */
export interface Attempt extends CallOptions {
  /** Milliseconds. */
  readonly timeout: number;
}

/**
 * Polls until `look` returns a value, with pauses that grow from 25 to 500 ms. A retryable {@link FabricError} counts
 * as "not yet".
 * @throws the error that `giveUp` returns, given the last such error, on timeout (60 s by default);
 * `signal.reason` when aborted; any other error of `look` at once.
 */
export async function pollUntil<T>(
  look: (attempt: Attempt) => Promise<T | undefined>,
  giveUp: (cause: FabricError | undefined) => Error,
  { timeout = DEFAULT_SUBMIT_TIMEOUT, signal }: CallOptions = {},
): Promise<T> {
  const deadline = Date.now() + timeout;
  let last: FabricError | undefined;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      const found = await look({ timeout: Math.max(deadline - Date.now(), 1), signal });
      if (found !== undefined) return found;
    } catch (error) {
      last = retryableOrThrow(error);
    }
    if (Date.now() + pause >= deadline) throw giveUp(last);
    await wait(pause, signal);
  }
}

/**
 * Retries a call while its error is retryable and time is left (60 s by default).
 * @throws the last error, or `signal.reason` when aborted.
 */
export async function retrying<T>(call: (attempt: Attempt) => Promise<T>, options: CallOptions = {}): Promise<T> {
  const outcome = await pollUntil(
    async (attempt) => ({ value: await call(attempt) }),
    (last) => last ?? new Error('a call neither ended nor failed'),
    options,
  );
  return outcome.value;
}

/** A pause that an abort ends with `signal.reason`. */
export async function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, signal && { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

function retryableOrThrow(error: unknown): FabricError {
  if (error instanceof FabricError && error.retryable) return error;
  throw error;
}
