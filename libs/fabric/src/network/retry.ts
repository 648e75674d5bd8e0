import { setTimeout as delay } from 'node:timers/promises';
import { FabricError } from '../fabric-error';
import { DEFAULT_SUBMIT_TIMEOUT, type CallOptions } from './call-options';

const FIRST_PAUSE = 25;
const LONGEST_PAUSE = 500;

/** What is left of a caller's time, for the calls inside of a loop. */
export interface Attempt {
  /** Milliseconds. */
  readonly remaining: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Polls until `look` yields something, with pauses that grow from 25 to 500 ms.
 * @throws what `giveUp` makes when the timeout (60 s unless told) is over, `signal.reason` when aborted.
 */
export async function pollUntil<T>(
  look: (attempt: Attempt) => Promise<T | undefined>,
  giveUp: () => Error,
  { timeout = DEFAULT_SUBMIT_TIMEOUT, signal }: CallOptions = {},
): Promise<T> {
  const deadline = Date.now() + timeout;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    const found = await look({ remaining: Math.max(deadline - Date.now(), 1), signal });
    if (found !== undefined) return found;
    if (Date.now() + pause >= deadline) throw giveUp();
    await wait(pause, signal);
  }
}

/** Repeats a call while its error is retryable and time is left; then rejects with the last error. */
export async function retrying<T>(call: (attempt: Attempt) => Promise<T>, options: CallOptions = {}): Promise<T> {
  let last: Error = new Error('the call was not tried');
  const outcome = await pollUntil(
    async (attempt) => {
      try {
        return { value: await call(attempt) };
      } catch (error) {
        if (!(error instanceof FabricError) || !error.retryable) throw error;
        last = error;
        return undefined;
      }
    },
    () => last,
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
