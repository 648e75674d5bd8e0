import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';
import { FailFast, killLeftovers } from './fail-fast.ts';

class NodeEnvironment extends TestEnvironment {
  readonly #failFast = new FailFast();

  handleTestEvent(event: Circus.Event, state: Circus.State): void {
    this.#failFast.handle(event, state);
  }

  override async teardown(): Promise<void> {
    killLeftovers(this.global);
    await super.teardown();
  }
}

// jest loads an environment by its default export.
export { NodeEnvironment as default };
