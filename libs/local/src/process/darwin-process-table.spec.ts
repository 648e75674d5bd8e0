import { secondsOf } from './darwin-process-table';

it.each([
  ['0:01.25', 1.25],
  ['12:34', 754],
  ['01:02:03', 3_723],
  ['2-01:00:00', 176_400],
])('%s of ps is %d seconds', (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});
