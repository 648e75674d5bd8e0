import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge } from './result.ts';
import { median, percentile } from './statistics.ts';

const figure = { what: 'x', unit: 'ms', ours: 40, baseline: 100 };

describe('a figure', () => {
  it('is judged by its ratio to the baseline', () => {
    const { ratio, goal, met } = judge({ ...figure, limit: { of: 'ratio', most: 0.4 } });
    assert.deepEqual({ ratio, goal, met }, { ratio: 0.4, goal: 'ratio 0.4 or less', met: true });
    assert.equal(judge({ ...figure, limit: { of: 'ratio', most: 0.39 } }).met, false);
    assert.equal(judge({ ...figure, limit: { of: 'ratio', least: 0.9 } }).met, false);
  });

  it('is judged by its difference from the baseline', () => {
    const limit = { of: 'difference', most: 30 } as const;
    assert.equal(judge({ ...figure, ours: 130, limit }).met, true);
    assert.deepEqual(
      [judge({ ...figure, ours: 131, limit }).met, judge({ ...figure, limit }).goal],
      [false, 'at most 30 ms more'],
    );
  });

  it('is judged by its own value without a baseline', () => {
    const { ratio, goal, met } = judge({ ...figure, baseline: null, limit: { of: 'ours', most: 39 } });
    assert.deepEqual({ ratio, goal, met }, { ratio: null, goal: '39 ms or less', met: false });
  });

  it('has neither goal nor verdict without a limit', () => {
    assert.deepEqual([judge({ ...figure, limit: null }).met, judge({ ...figure, limit: null }).goal], [null, null]);
  });
});

describe('percentiles', () => {
  it('take the middle value and interpolate between neighbours', () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.equal(percentile([0, 10], 0.95), 9.5);
    assert.equal(Number.isNaN(median([])), true);
  });
});
