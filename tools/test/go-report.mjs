/**
 * Turns the lines of `go test -json` into the fields of jest's report that tally.mjs reads.
 * @param {string} lines
 * @param {number} code the exit code of `go test`
 * @returns {import('./tally.mjs').RunnerReport | undefined} undefined when it failed without running a test, as with code that does not compile
 */
export function parseGoTest(lines, code) {
  const ends = lines
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .filter(({ Test, Action }) => Test !== undefined && ['pass', 'fail', 'skip'].includes(Action));
  if (ends.length === 0 && code !== 0) return undefined;
  const failed = ends
    .filter(({ Action }) => Action === 'fail')
    .map(({ Test }) => ({ status: 'failed', fullName: Test }));
  return {
    success: code === 0,
    numPassedTests: ends.filter(({ Action }) => Action === 'pass').length,
    numFailedTests: failed.length,
    numPendingTests: ends.filter(({ Action }) => Action === 'skip').length,
    testResults: [{ name: '', status: code === 0 ? 'passed' : 'failed', message: '', assertionResults: failed }],
  };
}
