import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addUp, exitCode, readReport, slowest, totalLine, type RunnerReport } from './tally.ts';

const good = { success: true, numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTotalTestSuites: 2 };

const read = (changes: Partial<RunnerReport> = {}, files = 2) =>
  readReport({ name: 'x', report: { ...good, ...changes }, files });

describe('the result of one runner', () => {
  it('is the runner’s count when all is well', () => {
    assert.deepEqual(read(), { name: 'x', tally: { passed: 3, failed: 0, skipped: 1 }, failures: [], times: [] });
  });

  it('names the tests that failed', () => {
    const assertionResults = [{ status: 'failed', fullName: 'a b' }];
    const { tally, failures } = read({
      success: false,
      numFailedTests: 1,
      testResults: [{ name: 'f', status: 'failed', message: '', assertionResults }],
    });
    assert.equal(tally.failed, 1);
    assert.deepEqual(failures, ['x: a b']);
  });

  it('reports the first line of their errors', () => {
    const failureMessages = [
      '\u001b[31mError: mariadb-install-db failed:\u001b[39m\n  Could not find my_print_defaults\n    at x (y.ts:1:2)',
    ];
    const assertionResults = [{ status: 'failed', fullName: 'a b', failureMessages }];
    const message = '  ● Test suite failed to run\n\n    Cannot find module left-pad\n    at z';
    const testResults = [
      { name: 'f', status: 'failed', message: '', assertionResults },
      { name: 'g.spec.ts', status: 'failed', message, assertionResults: [] },
    ];
    assert.deepEqual(read({ success: false, numFailedTests: 1, numRuntimeErrorTestSuites: 1, testResults }).failures, [
      'x: a b: mariadb-install-db failed:',
      'x: g.spec.ts could not be run: Cannot find module left-pad',
    ]);
  });

  it('counts a file that could not be loaded as failed', () => {
    const { tally, failures } = read({
      success: false,
      numRuntimeErrorTestSuites: 1,
      testResults: [{ name: 'f.spec.ts', status: 'failed', message: '', assertionResults: [] }],
    });
    assert.equal(tally.failed, 1);
    assert.deepEqual(failures, ['x: f.spec.ts could not be run']);
  });

  it('counts a runner that left no report as failed', () => {
    assert.equal(readReport({ name: 'x', report: undefined, files: 1 }).tally.failed, 1);
  });

  it('counts files that the runner did not run as failed', () => {
    assert.deepEqual(read({}, 5).failures, ['x: 3 of 5 test files were not run']);
  });

  it('counts a failure outside of any test', () => {
    assert.equal(read({ success: false }).tally.failed, 1);
  });
});

it('the slowest files of a run are listed with their part, longest first', () => {
  const file = (name: string, endTime: number) => ({
    name: `/src/${name}`,
    status: 'passed',
    message: '',
    assertionResults: [],
    startTime: 1_000,
    endTime,
  });
  const parts = [
    read({ testResults: [file('a.spec.ts', 3_000), file('b.spec.ts', 10_500)] }),
    read({ testResults: [file('c.spec.ts', 6_000)] }),
  ];
  assert.deepEqual(slowest(parts, 2), [
    { name: 'x: b.spec.ts', seconds: 9.5 },
    { name: 'x: c.spec.ts', seconds: 5 },
  ]);
});

describe('the closing line', () => {
  it('adds up every part', () => {
    assert.deepEqual(addUp([read(), read({ numPassedTests: 4 })]), { passed: 7, failed: 0, skipped: 2 });
  });

  it('leaves skipped tests out when there are none', () => {
    assert.equal(totalLine({ passed: 2, failed: 0, skipped: 0 }), '2 passed, 0 failed');
    assert.equal(totalLine({ passed: 2, failed: 1, skipped: 3 }), '2 passed, 1 failed, 3 skipped');
  });

  it('sets a failing exit code when anything failed or nothing ran', () => {
    assert.equal(exitCode({ passed: 1, failed: 0, skipped: 0 }), 0);
    assert.equal(exitCode({ passed: 1, failed: 1, skipped: 0 }), 1);
    assert.equal(exitCode({ passed: 0, failed: 0, skipped: 4 }), 1);
  });
});
