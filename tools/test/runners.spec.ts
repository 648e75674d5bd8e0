import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseGoTest } from './go-report.ts';
import { runWithin } from './limit.ts';
import { loadReport } from './projects.ts';
import { specFiles } from './spec-files.ts';

describe('spec files', () => {
  it('belong to a stage by the suffix of their names, wherever they are', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-specs-'));
    t.after(() => {
      rmSync(folder, { recursive: true });
    });
    mkdirSync(join(folder, 'a', 'node_modules'), { recursive: true });
    for (const file of [
      'x.spec.ts',
      'x.live.spec.ts',
      'x.k8s.spec.ts',
      'a/y.spec.mjs',
      'a/y.ts',
      'a/node_modules/z.spec.ts',
    ])
      writeFileSync(join(folder, file), '');
    assert.deepEqual(specFiles(folder, 'fast'), ['a/y.spec.mjs', 'x.spec.ts']);
    assert.deepEqual(specFiles(folder, 'live'), ['x.live.spec.ts']);
    assert.deepEqual(specFiles(folder, 'k8s'), ['x.k8s.spec.ts']);
  });
});

describe('the report of go test', () => {
  const line = (event: object) => JSON.stringify(event);

  it('counts tests and not packages', () => {
    const lines = [
      line({ Action: 'run', Test: 'A' }),
      line({ Action: 'pass', Test: 'A' }),
      line({ Action: 'skip', Test: 'B' }),
      line({ Action: 'pass' }),
    ];
    const report = parseGoTest(lines.join('\n'), 0);
    assert.deepEqual([report?.numPassedTests, report?.numPendingTests, report?.success], [1, 1, true]);
  });

  it('names failed tests', () => {
    const report = parseGoTest(line({ Action: 'fail', Test: 'A' }), 1);
    assert.equal(report?.testResults?.[0]?.assertionResults[0]?.fullName, 'A');
  });

  it('is undefined when nothing compiled', () => {
    assert.equal(parseGoTest('# heddle.dev/x\n./main.go:1:1: syntax error', 1), undefined);
  });
});

describe('a runner', () => {
  it('that never ends is killed at its limit, with its descendants', async () => {
    const script = `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit' }); setInterval(() => 0, 1000)`;
    const code = await runWithin({ command: process.execPath, args: ['-e', script], cwd: tmpdir(), minutes: 0.005 });
    assert.equal(code, 124);
  });

  it('returns its own exit code otherwise', async () => {
    assert.equal(
      await runWithin({ command: process.execPath, args: ['-e', 'process.exit(3)'], cwd: tmpdir(), minutes: 1 }),
      3,
    );
  });

  it('that died while writing its report has none', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-report-'));
    t.after(() => {
      rmSync(folder, { recursive: true });
    });
    writeFileSync(join(folder, 'r.json'), '{"success":');
    assert.equal(loadReport(join(folder, 'r.json')), undefined);
  });
});
