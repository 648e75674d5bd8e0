import { BoundedLines } from '@heddle/runtime';
import { ANSWER_BYTES } from '../access/bounded-answers';
import type { ApiBody } from './send';

/** An open response broke off. */
export class StreamBrokenError extends Error {
  constructor(cause: unknown) {
    super('The connection to the API server broke.', { cause });
    this.name = 'StreamBrokenError';
  }
}

async function* partsOf(stream: ApiBody): AsyncGenerator<string> {
  stream.setEncoding('utf8');
  try {
    yield* stream as AsyncIterable<string>;
  } catch (error) {
    throw new StreamBrokenError(error);
  }
}

/**
 * The lines of a stream as they arrive, without their ends; a last line without an end is left out. Throws
 * `StreamBrokenError` where the response does not end as it should.
 */
export async function* linesOf(stream: ApiBody): AsyncGenerator<string> {
  let open: string[] = [];
  let length = 0;
  for await (const part of partsOf(stream)) {
    const [end = '', ...begun] = part.split('\n');
    open.push(end);
    length += end.length;
    if (begun.length > 0) {
      const rest = begun.pop() ?? '';
      yield open.join('');
      yield* begun;
      open = [rest];
      length = rest.length;
    }
    if (length > ANSWER_BYTES) throw new StreamBrokenError(new Error('A line of the answer does not end.'));
  }
}

/** Longest line of a container's log that is kept, in characters. */
const LONGEST_LOG_LINE = 65_536;

/** As {@link linesOf}, for a program's output: a line without an end takes no memory, a long one is cut with a mark. */
export async function* logLinesOf(stream: ApiBody): AsyncGenerator<string> {
  const ready: string[] = [];
  const lines = new BoundedLines((line) => ready.push(line), LONGEST_LOG_LINE);
  for await (const part of partsOf(stream)) {
    lines.write(part);
    yield* ready.splice(0);
  }
}
