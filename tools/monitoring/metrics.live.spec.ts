import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { until } from '../lib/until.ts';
import { buildIfChanged } from '../start/open.ts';
import { ensurePrometheus } from './ensure-prometheus.ts';
import { filled, panelExpressions, ruleExpressions, variableExpressions } from './expressions.ts';
import { Prometheus } from './prometheus.ts';
import { askedBy } from './selectors.ts';
import { SLOW_FUNCTION, startScraped } from './testing/scraped-chain.ts';

/** The peer's timeout of a chaincode call is 30 s. */
const EXECUTE_TIMEOUT_SECONDS = 90;

const folder = mkdtempSync(join(tmpdir(), 'heddle-monitoring-'));
let prometheus: Prometheus;
/** What was started is stopped in reverse order. */
const stopping: (() => Promise<void>)[] = [];

before(
  async () => {
    await buildIfChanged();
    const command = join(await ensurePrometheus(), 'prometheus');
    const scraped = await startScraped(join(folder, 'instance'));
    stopping.unshift(scraped.stop);
    const config = { global: { scrape_interval: '1s' }, scrape_configs: scraped.scrapeConfigs };
    prometheus = await Prometheus.start(command, { folder: join(folder, 'prometheus'), config });
    stopping.unshift(() => prometheus.stop());
    await scraped.use();
    // A rate needs two scrapes of its metric; the counter of timed-out calls appears with the first timeout.
    for (const metric of ['chaincode_execute_timeouts', 'up']) {
      const isScrapedTwice = async () => {
        const seen = await prometheus.query(`min(count_over_time(${metric}[5m]))`);
        return Number(seen[0]?.value[1] ?? 0) > 1;
      };
      const limit = { seconds: EXECUTE_TIMEOUT_SECONDS, remedy: 'Check that the nodes serve their metrics.' };
      await until(`The metric ${metric}`, isScrapedTwice, limit);
    }
  },
  { timeout: 400_000 },
);
after(async () => {
  for (const stop of stopping) await stop();
  rmSync(folder, { recursive: true });
});

/** The chain's activity lasts two minutes at most, so minutes become seconds. */
const hurried = (text: string) =>
  filled(text, { rateInterval: '2m' }).replaceAll('offset 1m', 'offset 2s').replaceAll(':1m]', ':1s]');

describe('orderers, peers and the API of a chain in use', () => {
  it('are scraped, all of them', async () => {
    const targets = await prometheus.targets();
    assert.deepEqual(
      targets.filter(({ health }) => health !== 'up').map(({ labels, lastError }) => ({ labels, lastError })),
      [],
    );
    assert.equal(targets.length, 8);
  });

  for (const { where, text } of [...panelExpressions(), ...ruleExpressions(), ...variableExpressions()]) {
    it(`expose the metrics of “${where}”`, async () => {
      const { selectors, grouping } = askedBy(hurried(text));
      assert.notEqual(selectors.length, 0);
      const known = new Set();
      for (const { metric, labels } of selectors) {
        const exposed = await prometheus.series(metric);
        assert.notEqual(exposed.length, 0, `no ${metric} was scraped`);
        const own = new Set(exposed.flatMap((labelSet) => Object.keys(labelSet)));
        for (const label of labels) assert.ok(own.has(label), `${metric} has no label ${label}`);
        for (const label of own) known.add(label);
      }
      for (const label of grouping)
        assert.ok(label === 'le' || known.has(label), `no metric of ${text} has the label ${label}`);
    });
  }

  for (const { where, text, legend = '' } of panelExpressions()) {
    it(`return data for “${where}”: ${legend}`, async () => {
      const shown = await prometheus.query(hurried(text));
      assert.notEqual(shown.length, 0, hurried(text));
      const labels = [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
      for (const { metric } of shown)
        for (const label of labels)
          assert.ok(label in metric, `${JSON.stringify(metric)} lacks ${label} of its legend`);
    });
  }

  it('give the variables of the dashboards values', async () => {
    for (const { where, text } of variableExpressions()) {
      const choices = await prometheus.query(hurried(text));
      assert.notEqual(choices.length, 0, where);
    }
  });

  it('count a call that timed out in the chaincode, and one that it rejected', async () => {
    const timedOut = await prometheus.query('sum by (chaincode) (chaincode_execute_timeouts)');
    assert.equal(timedOut.length, 1, SLOW_FUNCTION);
    const refused = await prometheus.query(
      'sum(endorser_proposal_duration_count{success="false", chaincode!~"_lifecycle|lscc|cscc|qscc"}) > 0',
    );
    assert.equal(refused.length, 1);
  });
});
