import { stripVTControlCharacters } from 'node:util';

/** Of the last end, from its first line on, and of the log's own end. */
const LINES_OF_END = 12;
const LAST_LINES = 8;
const LONGEST_LINE = 200;

/** How the end of a process begins in its log: Go, Node, Java. */
const FIRST_LINE =
  /^\s*(panic: |fatal error: |(Uncaught |Unhandled )?[\w.$]*(Error|Exception)\b.*:|Exception in thread )/;

/**
 * The lines of a log that tell how its process ended: the last ones, and the last panic or uncaught error, which comes
 * above a long trace of calls. Colours, as the logger of Node.js's shim writes them, are left out.
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
