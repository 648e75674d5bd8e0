/**
 * A reporter for node:test that writes the fields of jest's JSON report that tally.mjs reads.
 * @param {AsyncIterable<{ type: string, data: any }>} source
 */
export async function* report(source) {
  /** @type {import('./tally.mjs').Assertion[]} */
  const failed = [];
  /** @type {any} */
  let summary = { success: false, counts: { passed: 0, skipped: 0, todo: 0 } };
  for await (const event of source) {
    if (isFailedTest(event))
      failed.push({ status: 'failed', fullName: event.data.name, failureMessages: [messageOf(event.data)] });
    if (event.type === 'test:summary' && event.data.file === undefined) summary = event.data;
  }
  const { success, counts } = summary;
  yield JSON.stringify({
    success,
    numPassedTests: counts.passed,
    numFailedTests: failed.length,
    numPendingTests: counts.skipped,
    numTodoTests: counts.todo,
    testResults: [{ name: '', status: success ? 'passed' : 'failed', message: '', assertionResults: failed }],
  });
}

/**
 * A suite fails with its tests and is not counted besides them.
 * @param {{ type: string, data: any }} event
 */
function isFailedTest({ type, data }) {
  return type === 'test:fail' && data.details.type !== 'suite' && !data.todo;
}

/**
 * What a test threw; node:test wraps it.
 * @param {{ details: { error: Error } }} event
 */
function messageOf({ details: { error } }) {
  const { cause, message } = error;
  return cause instanceof Error || typeof cause === 'string' ? String(cause) : message;
}

// node:test loads a reporter by its default export.
export { report as default };
