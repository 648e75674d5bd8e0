import { basename } from 'node:path';

/**
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] }} Assertion
 *
 * The report of one runner, with the fields of jest's JSON report.
 * @typedef {object} RunnerReport
 * @property {boolean} success
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} [numTodoTests]
 * @property {number} [numRuntimeErrorTestSuites] files that could not be loaded
 * @property {number} [numTotalTestSuites] files that the runner ran
 * @property {FileResult[]} [testResults]
 *
 * @typedef {object} FileResult
 * @property {Assertion[]} assertionResults
 * @property {string} name the file's path
 * @property {string} status
 * @property {string} message
 * @property {number} [startTime] milliseconds since 1970
 * @property {number} [endTime]
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally
 *
 * @typedef {object} Part one project's share of one stage
 * @property {string} name
 * @property {Tally} tally
 * @property {readonly string[]} failures one line for each
 * @property {readonly SpecTime[]} [times] of its files, if the runner reports them
 *
 * @typedef {{ name: string, seconds: number }} SpecTime
 */

/**
 * Compares a runner's report with the files that it was expected to run. A runner that left no report, ran fewer files
 * than exist, or reports a failure without naming a test counts as one failed test.
 * @param {{ name: string, report: RunnerReport | undefined, files: number }} run
 * @returns {Part}
 */
export function readReport({ name, report, files }) {
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

/**
 * @param {string} part
 * @param {RunnerReport} report
 * @returns {SpecTime[]}
 */
function timesOf(part, { testResults = [] }) {
  return testResults.flatMap(({ name, startTime, endTime }) =>
    startTime === undefined || endTime === undefined
      ? []
      : [{ name: `${part}: ${basename(name)}`, seconds: (endTime - startTime) / 1000 }],
  );
}

/**
 * The slowest spec files, slowest first.
 * @param {readonly Part[]} parts
 * @param {number} count
 */
export function slowest(parts, count) {
  return parts
    .flatMap(({ times = [] }) => times)
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, count);
}

/**
 * @param {string} name
 * @param {RunnerReport} report
 * @returns {string[]}
 */
function failedTests(name, report) {
  const named = (report.testResults ?? []).flatMap((file) => {
    const tests = file.assertionResults
      .filter(({ status }) => status === 'failed')
      .map((test) => `${name}: ${test.fullName}${reason(test)}`);
    const unloaded = tests.length === 0 && file.status === 'failed';
    return unloaded ? [`${name}: ${file.name} could not be run${because(file.message)}`] : tests;
  });
  const counted = report.numFailedTests + (report.numRuntimeErrorTestSuites ?? 0);
  return named.length >= counted ? named : [...named, ...Array(counted - named.length).fill(`${name}: a failed test`)];
}

/** @param {Assertion} test */
function reason({ failureMessages = [] }) {
  return because(failureMessages[0] ?? '');
}

/** Colours, and the bullet line with which jest starts a file's message. */
const DECORATION = /\u001b\[[0-9;]*m|^\s*● .*$/gm;
const LONGEST = 300;

/**
 * The first line of an error, without an uninformative class name.
 * @param {string} message
 */
function because(message) {
  const lines = message.replace(DECORATION, '').split('\n');
  const first = lines.map((line) => line.trim().replace(/^Error: /, '')).find((line) => line !== '');
  return first === undefined ? '' : `: ${first.slice(0, LONGEST)}`;
}

/**
 * @param {readonly Part[]} parts
 * @returns {Tally}
 */
export function addUp(parts) {
  return parts.reduce(
    (sum, { tally }) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      skipped: sum.skipped + tally.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/**
 * The closing line of a run.
 * @param {Tally} tally
 */
export function totalLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * A run succeeds when something ran and nothing failed.
 * @param {Tally} tally
 */
export function exitCode({ passed, failed }) {
  return failed === 0 && passed > 0 ? 0 : 1;
}
