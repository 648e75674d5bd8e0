import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askedBy } from './selectors.ts';

const metrics = (expression: string) => askedBy(expression).selectors.map(({ metric }) => metric);

describe('the selectors of an expression', () => {
  it('are its metrics with the labels that select them', () => {
    assert.deepEqual(askedBy('up{job="a, b{c}", kind=~"x|y", level!~"z"} == 0').selectors, [
      { metric: 'up', labels: ['job', 'kind', 'level'] },
    ]);
  });

  it('exclude functions, operators, ranges and numbers', () => {
    assert.deepEqual(
      metrics('histogram_quantile(0.95, rate(a_bucket[5m])) > 1e3 or vector(0) and on () b offset 10m'),
      ['a_bucket', 'b'],
    );
    assert.deepEqual(metrics('changes(max(a{b="c"})[1h:1m]) / -c unless d'), ['a', 'c', 'd']);
  });

  it('include each label of groupings and matchings once', () => {
    const { grouping, selectors } = askedBy('sum by (a, b) (x) / on (a) group_left (c) count without(d) (y)');
    assert.deepEqual(grouping, ['a', 'b', 'c', 'd']);
    assert.deepEqual(
      selectors.map(({ metric }) => metric),
      ['x', 'y'],
    );
  });
});
