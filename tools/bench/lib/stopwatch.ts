/** Milliseconds by part. */
export type Times = Record<string, number>;

export const merged = (times: readonly Times[]): Times => Object.fromEntries(times.flatMap(Object.entries<number>));

/** Times the parts of one run, in whole milliseconds. */
export class Stopwatch {
  readonly #began = performance.now();
  #last = this.#began;
  readonly #laps: Times = {};

  /** Ends a part. */
  lap(part: string): void {
    const now = performance.now();
    this.#laps[part] = Math.round(now - this.#last);
    this.#last = now;
  }

  /** The times of every part, and of `all`. */
  stop(): Times {
    return { ...this.#laps, all: Math.round(this.#last - this.#began) };
  }
}
