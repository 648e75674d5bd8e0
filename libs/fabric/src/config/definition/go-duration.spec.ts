import { canonicalGoDuration, parseGoDuration } from './go-duration';

describe('Go durations', () => {
  test.each([
    ['2s', '2s'],
    ['2000ms', '2s'],
    ['1500ms', '1.5s'],
    ['100ms', '100ms'],
    ['0.25s', '250ms'],
    ['90s', '1m30s'],
    ['60m', '1h0m0s'],
    ['1h0m0.5s', '1h0m0.5s'],
    ['1500us', '1.5ms'],
    ['7ns', '7ns'],
    ['1.5us', '1.5µs'],
  ])('%s is printed as %s', (text, printed) => {
    expect(canonicalGoDuration(text)).toBe(printed);
  });

  test.each(['', '0s', '5', 's', '1d', '-1s', '+1s', '1 s', '2562048h', '.5s'])(
    '"%s" is not a positive duration',
    (text) => {
      expect(parseGoDuration(text)).toBeUndefined();
      expect(canonicalGoDuration(text)).toBe(text);
    },
  );
});
