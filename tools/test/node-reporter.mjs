const CANCELLED = 'its suite ended before it ran';

/**
 * A reporter for node:test that writes the fields of jest's JSON report that tally.mjs reads.
 * @param {AsyncIterable<{ type: string, data: any }>} source
 */
export async function* report(source) {
  /** @type {import('./tally.mjs').Assertion[]} */
  const failed = [];
  /** @type {any} */
  let summary = { success: false, counts: { passed: 0, skipped: 0, todo: 0 } };
  /** @type {import('./tally.mjs').FileResult[]} */
  const files = [];
  for await (const event of source) {
    if (isFailedTest(event)) failed.push(failure(event.data, messageOf(event.data)));
    if (isFailedHook(event)) explain(failed, event.data);
    if (event.type !== 'test:summary') continue;
    if (event.data.file === undefined) summary = event.data;
    else files.push(timeOf(event.data));
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

/**
 * @param {{ file: string, duration_ms: number }} file
 * @returns {import('./tally.mjs').FileResult}
 */
function timeOf({ file, duration_ms }) {
  return { name: file, status: 'passed', message: '', assertionResults: [], startTime: 0, endTime: duration_ms };
}

/**
 * A suite fails with its tests and is not counted in addition to them.
 * @param {{ type: string, data: any }} event
 */
function isFailedTest({ type, data }) {
  return type === 'test:fail' && data.details.type !== 'suite' && !data.todo;
}

/**
 * The tests of a suite whose hook failed report only that they did not finish.
 * @param {{ type: string, data: any }} event
 */
function isFailedHook({ type, data }) {
  return type === 'test:fail' && data.details.type === 'suite' && data.details.error.failureType === 'hookFailed';
}

/**
 * Reports a hook's error for the tests of its suite; without tests, the suite itself fails.
 * @param {import('./tally.mjs').Assertion[]} failed
 * @param {any} suite
 */
function explain(failed, suite) {
  const cancelled = failed.filter(({ failureMessages }) => failureMessages?.[0] === CANCELLED);
  if (cancelled.length === 0) failed.push(failure(suite, messageOf(suite)));
  for (const test of cancelled) test.failureMessages = [messageOf(suite)];
}

/**
 * @param {{ name: string }} test
 * @param {string} message
 * @returns {import('./tally.mjs').Assertion}
 */
function failure({ name }, message) {
  return { status: 'failed', fullName: name, failureMessages: [message] };
}

/**
 * The error of a test or a hook, unwrapped from node:test's error.
 * @param {{ details: { error: Error & { failureType?: string } } }} event
 */
function messageOf({ details: { error } }) {
  if (error.failureType === 'cancelledByParent') return CANCELLED;
  const { cause, message } = error;
  return cause instanceof Error || typeof cause === 'string' ? String(cause) : message;
}

// node:test loads a reporter by its default export.
export { report as default };
