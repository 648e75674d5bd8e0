import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dashboards, panelExpressions, filled, rules } from './expressions.mjs';

for (const { uid, title, panels, templating } of dashboards()) {
  describe(`the dashboard ${title}`, () => {
    it('can be imported beside others', () => {
      assert.match(uid, /^[a-z-]+$/);
      assert.equal(templating.list[0]?.type, 'datasource');
    });

    it('asks the data source that its reader chose', () => {
      const uids = panels.flatMap(({ datasource, targets = [] }) => [datasource, ...targets.map((t) => t.datasource)]);
      assert.deepEqual([...new Set(uids.flatMap((source) => (source ? [source.uid] : [])))], ['${datasource}']);
    });

    it('tells of every panel what it shows', () => {
      const silent = panels.filter(({ type, description = '' }) => type !== 'row' && description === '');
      assert.deepEqual(silent, []);
    });

    it('has panels that neither overlap nor reach over the edge', () => {
      const taken = new Set();
      for (const {
        title: panel,
        gridPos: { x, y, w, h },
      } of panels) {
        assert.ok(x + w <= 24, panel);
        for (let column = x; column < x + w; column++)
          for (let line = y; line < y + h; line++) {
            assert.ok(!taken.has(`${column},${line}`), `${panel} lies on another panel`);
            taken.add(`${column},${line}`);
          }
      }
    });
  });
}

describe('expressions', () => {
  it('have no variables but those that the dashboards define', () => {
    const left = panelExpressions().filter(({ text }) => filled(text, { rateInterval: '1m' }).includes('$'));
    assert.deepEqual(left, []);
  });
});

describe('every alert', () => {
  it('says how bad it is, what happened, and what to do', () => {
    for (const { alert, labels, annotations } of rules()) {
      assert.match(labels['severity'] ?? '', /^(critical|warning|info)$/, alert);
      assert.ok((annotations['summary'] ?? '').length > 10, alert);
      assert.ok((annotations['description'] ?? '').length > 100, `${alert} does not tell what to do`);
    }
  });

  it('has a name of its own', () => {
    const names = rules().map(({ alert }) => alert);
    assert.equal(new Set(names).size, names.length);
  });
});
