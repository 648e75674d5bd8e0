/** Node's timers fire at once beyond this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface AwaitChangeOptions {
  /** Milliseconds, also `Infinity`. */
  readonly withinMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Counts changes, and wakes everyone who waits for the next one. */
export class Changes {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  get count(): number {
    return this.#count;
  }

  note(): void {
    this.#count += 1;
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves when there were more changes than `count`, and after `withinMs` at the latest. */
  async after(count: number, { withinMs, signal }: AwaitChangeOptions): Promise<void> {
    signal?.throwIfAborted();
    if (this.#count === count) await this.#next(withinMs, signal);
    signal?.throwIfAborted();
  }

  #next(withinMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(Math.max(0, withinMs), LONGEST_TIMER_MS));
      signal?.addEventListener('abort', wake, { once: true });
      this.#waiting.add(wake);
    });
  }
}
