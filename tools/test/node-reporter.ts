import type { EventData } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import type { Assertion, FileResult } from './tally.ts';

const CANCELLED = 'its suite ended before it ran';

/** A reporter for node:test that writes the fields of jest's JSON report that tally.ts reads. */
export async function* report(source: AsyncIterable<TestEvent>) {
  let failed: Assertion[] = [];
  let summary = { success: false, counts: { passed: 0, skipped: 0, todo: 0 } };
  const files: FileResult[] = [];
  for await (const { type, data } of source) {
    if (type === 'test:fail') failed = withFailure(failed, data);
    if (type !== 'test:summary') continue;
    if (data.file === undefined) summary = data;
    else files.push(timeOf(data.file, data.duration_ms));
  }
  const { success, counts } = summary;
  yield JSON.stringify({
    success,
    numPassedTests: counts.passed,
    numFailedTests: failed.length,
    numPendingTests: counts.skipped,
    numTodoTests: counts.todo,
    testResults: [{ name: '', status: success ? 'passed' : 'failed', message: '', assertionResults: failed }, ...files],
  });
}

function timeOf(file: string, milliseconds: number): FileResult {
  return { name: file, status: 'passed', message: '', assertionResults: [], startTime: 0, endTime: milliseconds };
}

/** A suite fails with its tests and is not counted in addition to them, unless its hook failed. */
function withFailure(failed: Assertion[], event: EventData.TestFail): Assertion[] {
  if (event.details.type !== 'suite') return event.todo ? failed : [...failed, failure(event)];
  return failureType(event) === 'hookFailed' ? explained(failed, event) : failed;
}

/**
 * Reports a hook's error for the tests of its suite, which report only that they did not finish. Without tests, the suite
 * itself fails.
 */
function explained(failed: Assertion[], suite: EventData.TestFail): Assertion[] {
  const isCancelled = ({ failureMessages }: Assertion) => failureMessages?.[0] === CANCELLED;
  if (!failed.some(isCancelled)) return [...failed, failure(suite)];
  return failed.map((test) => (isCancelled(test) ? { ...test, failureMessages: [messageOf(suite)] } : test));
}

function failure(event: EventData.TestFail): Assertion {
  return { status: 'failed', fullName: event.name, failureMessages: [messageOf(event)] };
}

/** The error of a test or a hook, unwrapped from node:test's error. */
function messageOf(event: EventData.TestFail) {
  if (failureType(event) === 'cancelledByParent') return CANCELLED;
  const { cause, message } = event.details.error;
  return cause instanceof Error || typeof cause === 'string' ? String(cause) : message;
}

/** Why node:test counts it as failed, such as `hookFailed`. */
function failureType({ details: { error } }: EventData.TestFail) {
  return 'failureType' in error ? error.failureType : undefined;
}

// node:test loads a reporter by its default export.
export { report as default };
