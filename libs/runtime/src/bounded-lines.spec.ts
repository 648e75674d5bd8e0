import { Readable } from 'node:stream';
import { BoundedLines, CUT_MARK, LONGEST_LINE, onBoundedLine } from './bounded-lines';

function linesOf(...chunks: readonly (string | Buffer)[]): string[] {
  const lines: string[] = [];
  const bounded = new BoundedLines((line) => lines.push(line));
  for (const chunk of chunks) bounded.write(Buffer.from(chunk));
  bounded.end();
  return lines;
}

it('returns lines as they were written, however the chunks are split', () => {
  expect(linesOf('on', 'e\r', '\ntwo\n\nthr', 'ee')).toEqual(['one', 'two', '', 'three']);
});

it('keeps characters that are split across two chunks', () => {
  const bytes = Buffer.from('链码\n');
  expect(linesOf(bytes.subarray(0, 2), bytes.subarray(2))).toEqual(['链码']);
});

it('truncates and marks a line that is too long, and keeps the next one whole', () => {
  const long = 'x'.repeat(LONGEST_LINE + 1);
  expect(linesOf(`${long}\nnext\n`)).toEqual([`${'x'.repeat(LONGEST_LINE)}${CUT_MARK}`, 'next']);
  expect(linesOf(`${'x'.repeat(LONGEST_LINE)}\n`)).toEqual(['x'.repeat(LONGEST_LINE)]);
});

it('reads 600 MB without a line break in the memory of one line', async () => {
  const chunk = Buffer.alloc(1_048_576, 'x');
  const stream = Readable.from(Array.from({ length: 600 }, () => chunk));
  const before = process.memoryUsage().rss;
  const lines: string[] = [];
  onBoundedLine(stream, (line) => lines.push(line));
  await new Promise((resolve) => stream.on('end', resolve));
  expect(lines).toEqual([`${'x'.repeat(LONGEST_LINE)}${CUT_MARK}`]);
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1_048_576);
});
