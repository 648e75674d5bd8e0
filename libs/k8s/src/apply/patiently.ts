import type { ClusterContext } from '../cluster-context';
import { ClusterUnreachableError } from '../access/errors';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiStatusError } from './api-status-error';
import { isSilence, isTransient } from './transient';

export interface ApiPatienceOptions {
  readonly signal?: AbortSignal | undefined;
  /** Reports what is waited for, once a second at most. */
  readonly say?: ((message: string) => void) | undefined;
  /** Milliseconds without a response until the wait times out; 300,000 when not given. */
  readonly patienceMs?: number | undefined;
}

const PATIENCE_MS = 300_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const SAY_EVERY_MS = 1_000;

/**
 * Retries requests that found no API server, or a busy one, until it responds. All requests of a call share one
 * patience: they wait for the same server, and the user sees one message.
 */
export class ApiPatience {
  readonly #cluster: string;
  readonly #options: ApiPatienceOptions;
  #since: number | null = null;
  #said = 0;

  constructor({ name }: Pick<ClusterContext, 'name'>, options: ApiPatienceOptions = {}) {
    this.#cluster = name;
    this.#options = options;
  }

  /** @throws ClusterUnreachableError when the patience is over; any error of `call` that is not transient */
  async call<Value>(call: () => Promise<Value>): Promise<Value> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      this.#options.signal?.throwIfAborted();
      try {
        const value = await call();
        this.#since = null;
        return value;
      } catch (error) {
        this.#options.signal?.throwIfAborted();
        if (!isTransient(error)) throw error;
        this.#waitingFor(error);
        await delay(pauseAfter(error, pause), undefined, signalOption(this.#options.signal));
      }
    }
  }

  #waitingFor(error: unknown): void {
    const now = performance.now();
    this.#since ??= now;
    const waited = now - this.#since;
    const what = isSilence(error) ? 'does not answer' : 'is busy';
    if (waited >= (this.#options.patienceMs ?? PATIENCE_MS)) throw this.#over(what, waited, error);
    if (now - this.#said < SAY_EVERY_MS && this.#said > 0) return;
    this.#said = now;
    this.#options.say?.(`The cluster's API server ${what}; waiting (${seconds(waited)})`);
  }

  #over(what: string, waited: number, cause: unknown): ClusterUnreachableError {
    return new ClusterUnreachableError(`The API server of cluster ${this.#cluster} ${what} (${seconds(waited)}).`, {
      remedy: 'Test the cluster on its page, bring its API server back, and retry.',
      cause,
    });
  }
}

/** {@link ApiPatience} for a single call. */
export function patiently<Value>(
  call: () => Promise<Value>,
  context: Pick<ClusterContext, 'name'>,
  options: ApiPatienceOptions = {},
): Promise<Value> {
  return new ApiPatience(context, options).call(call);
}

const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`;

const signalOption = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal });

function pauseAfter(error: unknown, pause: number): number {
  const asked = error instanceof ApiStatusError ? error.retryAfterMs : null;
  return Math.min(Math.max(asked ?? 0, pause), 10_000);
}
