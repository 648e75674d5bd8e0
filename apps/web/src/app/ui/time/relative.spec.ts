import { bytes, duration, relativeTime, timeOfDay } from './relative';

describe('relativeTime', () => {
  const now = Date.parse('2026-01-02T12:00:00Z');
  it.each([
    ['2026-01-02T11:59:40Z', 'now'],
    ['2026-01-02T11:57:00Z', '3 minutes ago'],
    ['2026-01-01T11:00:00Z', 'yesterday'],
    ['2026-01-05T12:00:00Z', 'in 3 days'],
  ])('says of %s: %s', (at, words) => {
    expect(relativeTime(Date.parse(at), now, 'en-GB')).toBe(words);
  });

  it('speaks Chinese', () => {
    expect(relativeTime(now - 180_000, now, 'zh-CN')).toBe('3分钟前');
  });
});

describe('timeOfDay', () => {
  const at = new Date(2026, 0, 2, 14, 5).getTime();

  it('leaves out today', () => {
    expect(timeOfDay(at, new Date(2026, 0, 2, 0, 1).getTime(), 'en-GB')).toBe('14:05');
  });

  it('names another day', () => {
    expect(timeOfDay(at, new Date(2026, 0, 1, 23, 59).getTime(), 'en-GB')).toBe('2 Jan 2026, 14:05');
  });
});

describe('duration and bytes', () => {
  it.each([
    [430, '0.4s'],
    [12_300, '12s'],
    [125_000, '2m 5s'],
    [3_840_000, '1h 4m'],
    [-5, '0s'],
  ])('shows %i ms as %s', (milliseconds, text) => {
    expect(duration(milliseconds, 'en-GB')).toBe(text);
  });

  it.each([
    [0, '0 bytes'],
    [1_536, '1.5 kB'],
    [52_428_800, '50 MB'],
  ])('shows %i bytes as %s', (size, text) => {
    expect(bytes(size, 'en-GB')).toBe(text);
  });
});
