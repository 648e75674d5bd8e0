import type { ChildProcess } from 'node:child_process';
import type { Circus } from '@jest/types';

/** Set of the processes that a spec file has started and not stopped, filled by libs/testing. */
const CHILDREN = Symbol.for('heddle.test.children');

/**
 * Handles the events of a jest environment so that a failed `beforeAll` is reported properly. jest fails the tests below
 * it, but runs the remaining set-up hooks, which wait in vain, and then reports an `afterAll` that stops what never
 * started instead of the first error. Here those hooks do not run, and such an `afterAll` may fail.
 */
export class FailFast {
  readonly #failed = new Set<Circus.DescribeBlock>();

  handle(event: Circus.Event, state: Circus.State): void {
    if (event.name === 'hook_start' && event.hook.type === 'beforeAll' && this.#isBelowFailure(event.hook.parent))
      event.hook.fn = () => undefined;
    if (event.name === 'hook_failure' && event.describeBlock) this.#hookFailed(event.hook, event.describeBlock, state);
  }

  #hookFailed({ type }: Circus.Hook, block: Circus.DescribeBlock, state: Circus.State): void {
    if (type === 'beforeAll') this.#failed.add(block);
    if (type === 'afterAll' && this.#isBelowFailure(block)) state.unhandledErrors.pop();
  }

  #isBelowFailure(block: Circus.DescribeBlock): boolean {
    for (let at: Circus.DescribeBlock | undefined = block; at; at = at.parent) if (this.#failed.has(at)) return true;
    return false;
  }
}

/**
 * Kills the processes that a spec file has left behind: they would keep the runner alive, or keep the next file from
 * using their ports.
 * @param global of the spec file's environment
 */
export function killLeftovers(global: object): void {
  const children = CHILDREN in global ? (global[CHILDREN] as ReadonlySet<ChildProcess>) : [];
  for (const child of children) {
    if (child.pid === undefined) continue;
    process.stderr.write(`A spec did not stop a process that it started: killing ${child.spawnfile} (${child.pid})\n`);
    child.kill('SIGKILL');
  }
}
