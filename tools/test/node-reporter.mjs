/**
 * A reporter for node:test that writes the fields of jest's JSON report that tally.mjs reads.
 * @param {AsyncIterable<{ type: string, data: any }>} source
 */
export async function* report(source) {
  /** @type {{ status: string, fullName: string }[]} */
  const failed = [];
  let last;
  for await (const { type, data } of source) {
    if (type === 'test:fail' && data.details.type !== 'suite' && !data.todo)
      failed.push({ status: 'failed', fullName: data.name });
    if (type === 'test:summary' && data.file === undefined) last = data;
  }
  const counts = last?.counts ?? { passed: 0, skipped: 0, todo: 0 };
  yield JSON.stringify({
    success: last?.success === true,
    numPassedTests: counts.passed,
    numFailedTests: failed.length,
    numPendingTests: counts.skipped,
    numTodoTests: counts.todo,
    testResults: [{ name: '', status: failed.length > 0 ? 'failed' : 'passed', message: '', assertionResults: failed }],
  });
}

// node:test loads a reporter by its default export.
export { report as default };
