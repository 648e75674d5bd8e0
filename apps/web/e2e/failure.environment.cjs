const { default: NodeEnvironment } = require('../../../tools/test/environment/node.ts');

/** Calls a spec's `onTestFailure` at once when a test has failed, while the page still shows what it failed on. */
module.exports = class FailureEnvironment extends NodeEnvironment {
  async handleTestEvent(event, state) {
    await super.handleTestEvent(event, state);
    if (event.name === 'test_fn_failure') await this.global.onTestFailure?.(event.test.name);
  }
};
