import { backoffMs } from './backoff';

it('restarts at once after the first death, then doubles the delay up to the limit', () => {
  const options = { firstMs: 1_000, maxMs: 60_000, healthyMs: 60_000 };
  expect([0, 1, 2, 3, 6, 7, 50].map((failures) => backoffMs(failures, options))).toEqual([
    0, 1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
  ]);
});
