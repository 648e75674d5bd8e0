import { StringDecoder } from 'node:string_decoder';

/** Maximum length of a line of program output. */
export const LONGEST_LINE = 4_096;

export const CUT_MARK = ' [... line cut]';

/**
 * Lines of a byte stream. A line longer than {@link LONGEST_LINE} characters, or the given limit, is truncated and
 * marked. Output without line breaks uses no additional memory.
 */
export class BoundedLines {
  readonly #decoder = new StringDecoder('utf8');
  readonly #longest: number;
  #line = '';
  #cut = false;
  readonly #take: (line: string) => void;

  constructor(take: (line: string) => void, longest = LONGEST_LINE) {
    this.#take = take;
    this.#longest = longest;
  }

  write(chunk: Buffer | string): void {
    const text = typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
    const [first = '', ...others] = text.split('\n');
    this.#add(first);
    for (const part of others) {
      this.#endLine();
      this.#add(part);
    }
  }

  /** Ends the stream: the text after the last line break is also a line. */
  end(): void {
    this.#add(this.#decoder.end());
    if (this.#line !== '') this.#endLine();
  }

  #add(text: string): void {
    const room = this.#longest - this.#line.length;
    if (text.length > room) this.#cut = true;
    this.#line += text.slice(0, room);
  }

  #endLine(): void {
    const line = this.#cut ? `${this.#line}${CUT_MARK}` : this.#line.replace(/\r$/, '');
    this.#line = '';
    this.#cut = false;
    this.#take(line);
  }
}

/** Passes on the lines of a stream as they arrive, truncated as described in {@link BoundedLines}. */
export function onBoundedLine(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  const lines = new BoundedLines(take);
  stream.on('data', (chunk: Buffer) => {
    lines.write(chunk);
  });
  stream.on('end', () => {
    lines.end();
  });
}
