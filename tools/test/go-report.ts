import type { RunnerReport } from './tally.ts';

/** One line of `go test -json`. */
interface GoTestEvent {
  readonly Action: string;
  /** Absent in events of the package. */
  readonly Test?: string;
}

/**
 * Turns the lines of `go test -json` into the fields of jest's report that tally.ts reads.
 * @param code the exit code of `go test`
 * @returns undefined when it failed without running a test, as with code that does not compile
 */
export function parseGoTest(lines: string, code: number): RunnerReport | undefined {
  const ends = lines
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as GoTestEvent)
    .filter(({ Test, Action }) => Test !== undefined && ['pass', 'fail', 'skip'].includes(Action));
  if (ends.length === 0 && code !== 0) return undefined;
  const failed = ends
    .filter(({ Action }) => Action === 'fail')
    .map(({ Test = '' }) => ({ status: 'failed', fullName: Test }));
  return {
    success: code === 0,
    numPassedTests: ends.filter(({ Action }) => Action === 'pass').length,
    numFailedTests: failed.length,
    numPendingTests: ends.filter(({ Action }) => Action === 'skip').length,
    testResults: [{ name: '', status: code === 0 ? 'passed' : 'failed', message: '', assertionResults: failed }],
  };
}
