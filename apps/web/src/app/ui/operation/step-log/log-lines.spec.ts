import { eventOf } from '../../../../testing/builders';
import { linesWith, linkedLine, logText } from './log-lines';

const events = ['Compiling', 'asset.go:3: undefined: x', 'done'].map((message, index) =>
  eventOf(index + 1, { message }),
);

describe('the log of a step', () => {
  it('keeps the numbers of its lines while one searches in it', () => {
    expect(linesWith(events, ' UNDEFINED ').map(({ number }) => number)).toEqual([2]);
    expect(linesWith(events, '')).toHaveLength(3);
  });

  it('has an address for every line', () => {
    expect(linkedLine('build:L120')).toEqual({ step: 'build', line: 120 });
    expect(linkedLine('build')).toBeNull();
    expect(linkedLine('build:Lx')).toBeNull();
  });

  it('is saved with instant, level and words', () => {
    expect(logText(events.slice(0, 1))).toBe('2026-01-01T00:00:01.000Z info  Compiling\n');
  });
});
