import type { CallOptions } from '@heddle/runtime';

/** Counts what a call has done, and reports what it waits for in between. */
export class Progress {
  readonly #report: CallOptions['report'];
  #done = 0;
  #of = 0;

  constructor(report: CallOptions['report']) {
    this.#report = report;
  }

  /** How many steps there are. */
  expect(count: number): void {
    this.#of = count;
  }

  /** One more step is done. */
  step(message: string): void {
    this.#done += 1;
    this.say(message);
  }

  say(message: string): void {
    this.#report?.({ done: this.#done, of: this.#of, message });
  }
}
