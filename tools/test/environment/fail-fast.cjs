/** Set of the processes that a spec file has started and not stopped, filled by libs/testing. */
const CHILDREN = Symbol.for('heddle.test.children');

/**
 * A jest environment that reports a failed `beforeAll` properly. jest fails the tests below it, but runs the
 * remaining set-up hooks, which wait in vain, and then reports an `afterAll` that stops what never started
 * instead of the first error. Here those hooks do not run, and such an `afterAll` may fail.
 * @template {new (...args: any[]) => any} Base
 * @param {Base} Base a jest environment
 */
function failFast(Base) {
  return class FailFast extends Base {
    #failed = new Set();

    async handleTestEvent(event, state) {
      await super.handleTestEvent?.(event, state);
      if (event.name === 'hook_start' && event.hook.type === 'beforeAll' && this.#isBelowFailure(event.hook.parent))
        event.hook.fn = () => undefined;
      if (event.name === 'hook_failure') this.#hookFailed(event, state);
    }

    #hookFailed({ hook, describeBlock }, state) {
      if (hook.type === 'beforeAll') this.#failed.add(describeBlock);
      if (hook.type === 'afterAll' && this.#isBelowFailure(describeBlock)) state.unhandledErrors.pop();
    }

    #isBelowFailure(block) {
      for (let at = block; at; at = at.parent) if (this.#failed.has(at)) return true;
      return false;
    }

    /** A left-over process would keep the runner alive, or keep the next file from using its port. */
    async teardown() {
      const children = [...(this.global?.[CHILDREN] ?? [])];
      for (const child of children.filter(({ pid }) => pid !== undefined)) {
        process.stderr.write(
          `A spec did not stop a process that it started: killing ${child.spawnfile} (${child.pid})\n`,
        );
        child.kill('SIGKILL');
      }
      await super.teardown();
    }
  };
}

module.exports = { failFast };
