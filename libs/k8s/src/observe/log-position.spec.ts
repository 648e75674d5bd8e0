import fc from 'fast-check';
import { parseLine, placeAfter, placeOf, positionOf, unread, type TimedLine } from './log-position';

const T = Date.UTC(2026, 10, 23) * 1_000;
const START = { micros: 0, seen: 0 };

/** Lines in order of time, several of them often of one microsecond, but fewer than a position can count. */
const logs = fc
  .array(fc.integer({ min: 1, max: 5 }), { maxLength: 30 })
  .map((groups) =>
    groups.flatMap((size, group) =>
      Array.from({ length: size }, (_, index): TimedLine => ({ micros: T + group * 3, text: `${group}.${index}` })),
    ),
  );

describe('a position in a log', () => {
  it('gives every line once, wherever reading stops', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 9 }), (lines, sizes) => {
        const read: TimedLine[] = [];
        let position = 0;
        let index = 0;
        for (;;) {
          const place = placeOf(position);
          const chunk = unread(lines, place).slice(0, sizes[(index += 1) % sizes.length]);
          if (chunk.length === 0) break;
          read.push(...chunk);
          const next = positionOf(placeAfter(chunk, place));
          expect(next).toBeGreaterThan(position);
          position = next;
        }
        expect(read).toEqual(lines);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('is a safe integer for decades', () => {
    const place = { micros: Date.UTC(2058, 0) * 1_000 + 123_457, seen: 7 };
    expect(Number.isSafeInteger(positionOf(place))).toBe(true);
    expect(placeOf(positionOf(place))).toEqual(place);
  });

  it('is 0 at the beginning', () => {
    expect(positionOf(START)).toBe(0);
    expect(placeOf(0)).toEqual(START);
  });

  it('continues with the next microsecond when it cannot count the lines of one', () => {
    expect(placeOf(positionOf({ micros: T, seen: 8 }))).toEqual({ micros: T + 1, seen: 0 });
  });
});

describe('parseLine', () => {
  it.each([
    ['2026-11-23T00:00:00.000001999Z text', { micros: T + 1, text: 'text' }],
    ['2026-11-23T00:00:01Z ', { micros: T + 1_000_000, text: '' }],
    ['2026-11-23T01:00:00.5+01:00 2026 text', { micros: T + 500_000, text: '2026 text' }],
    ['no time', { micros: 7, text: 'no time' }],
  ])('%s', (line, expected) => {
    expect(parseLine(line, 7)).toEqual(expected);
  });
});
