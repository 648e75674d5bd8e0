import { stripVTControlCharacters } from 'node:util';

const FIRST = 20;
const FIRST_ERRORS = 15;
const LAST = 25;
const LONGEST_LINE = 1_000;
const ERROR = /\berror\b|\bfatal\b|\bFAILURE\b|^go: |\.go:\d+:\d+: /i;

/**
 * What is kept of a build tool's output: its first lines, the first that speak of an error, and its last. The reason is
 * often not at the end: npm prints its usage after it.
 */
export class ToolOutput {
  readonly #first: (readonly [number, string])[] = [];
  readonly #errors: (readonly [number, string])[] = [];
  readonly #last: (readonly [number, string])[] = [];
  #count = 0;

  take(line: string): void {
    const text = stripVTControlCharacters(line).slice(0, LONGEST_LINE);
    const entry = [this.#count, text] as const;
    this.#count += 1;
    if (this.#first.length < FIRST) this.#first.push(entry);
    if (this.#errors.length < FIRST_ERRORS && ERROR.test(text)) this.#errors.push(entry);
    this.#last.push(entry);
    if (this.#last.length > LAST) this.#last.shift();
  }

  /** The kept lines in their order; what was left out between them is marked. */
  get lines(): readonly string[] {
    const kept = new Map([...this.#first, ...this.#errors, ...this.#last]);
    let next = 0;
    return [...kept]
      .toSorted(([one], [other]) => one - other)
      .flatMap(([index, text]) => {
        const left = index - next;
        next = index + 1;
        return left === 0 ? [text] : [`... ${left} lines left out ...`, text];
      });
  }
}
