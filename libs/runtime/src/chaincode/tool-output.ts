import { stripVTControlCharacters } from 'node:util';

const FIRST = 20;
const FIRST_ERRORS = 15;
const LAST = 25;
const LONGEST_LINE = 1_000;
const ERROR = /\berror\b|\bfatal\b|\bFAILURE\b|^go: |\.go:\d+:\d+: /i;

/**
 * Collects a build tool's output: its first lines, the first lines that mention an error, and its last lines. The
 * reason is often not at the end: npm prints its usage after it.
 */
export class ToolOutput {
  readonly #first: (readonly [number, string])[] = [];
  readonly #errors: (readonly [number, string])[] = [];
  readonly #last: (readonly [number, string])[] = [];
  #count = 0;

  /** @returns the whole line without colours and other control sequences */
  take(coloured: string): string {
    const line = stripVTControlCharacters(coloured);
    const text = line.slice(0, LONGEST_LINE);
    const entry = [this.#count, text] as const;
    this.#count += 1;
    if (this.#first.length < FIRST) this.#first.push(entry);
    if (this.#errors.length < FIRST_ERRORS && ERROR.test(text)) this.#errors.push(entry);
    this.#last.push(entry);
    if (this.#last.length > LAST) this.#last.shift();
    return line;
  }

  /** The kept lines in order; omitted lines between them are marked. */
  get lines(): readonly string[] {
    const kept = new Map([...this.#first, ...this.#errors, ...this.#last]);
    let next = 0;
    return [...kept]
      .toSorted(([one], [other]) => one - other)
      .flatMap(([index, text]) => {
        const left = index - next;
        next = index + 1;
        return left === 0 ? [text] : [`... ${left} lines omitted ...`, text];
      });
  }
}
