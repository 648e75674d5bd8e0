import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { ensurePrometheus } from './ensure-prometheus.ts';
import { RULES, rules } from './expressions.ts';

const TESTS = fromRoot('tools', 'monitoring', 'rules.test.yml');

describe('the alert rules', () => {
  let promtool = '';
  before(async () => {
    promtool = join(await ensurePrometheus(), 'promtool');
  });

  it('are accepted by Prometheus', async () => {
    const { code, stdout, stderr } = await run(promtool, ['check', 'rules', RULES], { output: 'capture' });
    assert.equal(code, 0, stderr);
    assert.match(stdout, new RegExp(`SUCCESS: ${rules().length} rules found`));
  });

  it('fire when they should, and only then', async () => {
    const { code, stdout, stderr } = await run(promtool, ['test', 'rules', TESTS], { output: 'capture' });
    assert.equal(code, 0, `${stdout}\n${stderr}`);
  });

  it('all fire in the tests', () => {
    const tests = readFileSync(TESTS, 'utf8');
    for (const { alert } of rules())
      assert.match(tests, new RegExp(`alertname="${alert}"|alertname: ${alert}\n\\s+exp_alerts`), alert);
  });
});
