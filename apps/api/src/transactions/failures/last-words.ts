import { stripVTControlCharacters } from 'node:util';

/** Number of lines of the last crash, from its first line, and of the log's end. */
const LINES_OF_END = 12;
const LAST_LINES = 8;
const LONGEST_LINE = 200;

/** How a crash starts in the log: Go, Node.js, Java. */
const FIRST_LINE =
  /^\s*(panic: |fatal error: |(Uncaught |Unhandled )?[\w.$]*(Error|Exception)\b.*:|Exception in thread )/;

/**
 * The lines of a log that show how its process ended: the last ones, and the last panic or uncaught error, which
 * precedes a long stack trace. Colours, as written by the logger of the Node.js shim, are removed.
 */
export function lastWords(log: string): string {
  const lines = stripVTControlCharacters(log)
    .split('\n')
    .map((line) => line.trimEnd().slice(0, LONGEST_LINE));
  while (lines.at(-1) === '') lines.pop();
  const first = lines.findLastIndex((line) => FIRST_LINE.test(line));
  const last = Math.max(lines.length - LAST_LINES, 0);
  if (first === -1 || first >= last) return lines.slice(first === -1 ? -(LAST_LINES + LINES_OF_END) : last).join('\n');
  const end = lines.slice(first, Math.min(first + LINES_OF_END, last));
  const gap = first + LINES_OF_END < last ? ['…'] : [];
  return [...end, ...gap, ...lines.slice(last)].join('\n');
}
