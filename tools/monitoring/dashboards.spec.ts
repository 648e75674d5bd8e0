import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dashboards, panelExpressions, filled, rules } from './expressions.ts';

for (const { uid, title, panels, templating } of dashboards()) {
  describe(`the dashboard ${title}`, () => {
    it('can be imported beside other dashboards', () => {
      assert.match(uid, /^[a-z-]+$/);
      assert.equal(templating.list[0]?.type, 'datasource');
    });

    it('queries the selected data source', () => {
      const uids = panels.flatMap(({ datasource, targets = [] }) => [datasource, ...targets.map((t) => t.datasource)]);
      assert.deepEqual([...new Set(uids.flatMap((source) => (source ? [source.uid] : [])))], ['${datasource}']);
    });

    it('describes every panel', () => {
      const silent = panels.filter(({ type, description = '' }) => type !== 'row' && description === '');
      assert.deepEqual(silent, []);
    });

    it('has panels that neither overlap nor exceed the grid', () => {
      const taken = new Set();
      for (const {
        title: panel,
        gridPos: { x, y, w, h },
      } of panels) {
        assert.ok(x + w <= 24, panel);
        for (let column = x; column < x + w; column++)
          for (let line = y; line < y + h; line++) {
            assert.ok(!taken.has(`${column},${line}`), `${panel} overlaps another panel`);
            taken.add(`${column},${line}`);
          }
      }
    });
  });
}

describe('expressions', () => {
  it('use only variables that the dashboards define', () => {
    const left = panelExpressions().filter(({ text }) => filled(text, { rateInterval: '1m' }).includes('$'));
    assert.deepEqual(left, []);
  });
});

describe('every alert', () => {
  it('has a severity, a description and a remedy', () => {
    for (const { alert, labels, annotations } of rules()) {
      assert.match(labels['severity'] ?? '', /^(critical|warning|info)$/, alert);
      assert.ok((annotations['summary'] ?? '').length > 10, alert);
      assert.ok((annotations['description'] ?? '').length > 100, `${alert} has no remedy`);
    }
  });

  it('has a unique name', () => {
    const names = rules().map(({ alert }) => alert);
    assert.equal(new Set(names).size, names.length);
  });
});
