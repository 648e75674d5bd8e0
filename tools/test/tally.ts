import { basename } from 'node:path';

export interface Assertion {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages?: string[];
}

/** The report of one runner, with the fields of jest's JSON report. */
export interface RunnerReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests?: number;
  /** Files that could not be loaded. */
  readonly numRuntimeErrorTestSuites?: number;
  /** Files that the runner ran. */
  readonly numTotalTestSuites?: number;
  readonly testResults?: FileResult[];
}

export interface FileResult {
  readonly assertionResults: Assertion[];
  /** The file's path. */
  readonly name: string;
  readonly status: string;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly startTime?: number;
  readonly endTime?: number;
}

interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** One project's share of one stage. */
export interface Part {
  readonly name: string;
  readonly tally: Tally;
  /** One line for each. */
  readonly failures: readonly string[];
  /** Of its files, if the runner reports them. */
  readonly times?: readonly SpecTime[];
}

interface SpecTime {
  readonly name: string;
  readonly seconds: number;
}

interface RunnerResult {
  readonly name: string;
  /** Undefined when the runner left none. */
  readonly report: RunnerReport | undefined;
  /** How many files it was expected to run. */
  readonly files: number;
}

/**
 * Compares a runner's report with the files that it was expected to run. A runner that left no report, ran fewer files
 * than exist, or reports a failure without naming a test counts as one failed test.
 */
export function readReport({ name, report, files }: RunnerResult): Part {
  if (!report)
    return {
      name,
      tally: { passed: 0, failed: 1, skipped: 0 },
      failures: [`${name}: its runner crashed: it left no results`],
    };
  const failures = failedTests(name, report);
  const taken = report.numTotalTestSuites ?? files;
  if (taken < files) failures.push(`${name}: ${files - taken} of ${files} test files were not run`);
  if (!report.success && failures.length === 0) failures.push(`${name}: its runner failed outside of any test`);
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0);
  const tally = { passed: report.numPassedTests, failed: failures.length, skipped };
  return { name, tally, failures, times: timesOf(name, report) };
}

function timesOf(part: string, { testResults = [] }: RunnerReport): SpecTime[] {
  return testResults.flatMap(({ name, startTime, endTime }) =>
    startTime === undefined || endTime === undefined
      ? []
      : [{ name: `${part}: ${basename(name)}`, seconds: (endTime - startTime) / 1000 }],
  );
}

/** The slowest spec files, slowest first. */
export function slowest(parts: readonly Part[], count: number) {
  return parts
    .flatMap(({ times = [] }) => times)
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, count);
}

function failedTests(name: string, report: RunnerReport): string[] {
  const named = (report.testResults ?? []).flatMap((file) => {
    const tests = file.assertionResults
      .filter(({ status }) => status === 'failed')
      .map((test) => `${name}: ${test.fullName}${reason(test)}`);
    const unloaded = tests.length === 0 && file.status === 'failed';
    return unloaded ? [`${name}: ${file.name} could not be run${because(file.message)}`] : tests;
  });
  const counted = report.numFailedTests + (report.numRuntimeErrorTestSuites ?? 0);
  return named.length >= counted
    ? named
    : [...named, ...Array.from({ length: counted - named.length }, () => `${name}: a failed test`)];
}

function reason({ failureMessages = [] }: Assertion) {
  return because(failureMessages[0] ?? '');
}

/** Colours, and the bullet line with which jest starts a file's message. */
const DECORATION = /\u001b\[[0-9;]*m|^\s*● .*$/gm;
const LONGEST = 300;

/** The first line of an error, without an uninformative class name. */
function because(message: string) {
  const lines = message.replace(DECORATION, '').split('\n');
  const first = lines.map((line) => line.trim().replace(/^Error: /, '')).find((line) => line !== '');
  return first === undefined ? '' : `: ${first.slice(0, LONGEST)}`;
}

export function addUp(parts: readonly Part[]): Tally {
  return parts.reduce(
    (sum, { tally }) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      skipped: sum.skipped + tally.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The closing line of a run. */
export function totalLine({ passed, failed, skipped }: Tally) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A run succeeds when something ran and nothing failed. */
export function exitCode({ passed, failed }: Tally) {
  return failed === 0 && passed > 0 ? 0 : 1;
}
