import { RuntimeError } from '../runtime-error';

/** A node depends on a node that does not exist. */
export class DependencyUnknownError extends RuntimeError {
  readonly code = 'validation_failed';
  readonly retryable = false;

  constructor(node: string, dependency: string) {
    super(`${node} depends on ${dependency}, which does not exist.`, {
      remedy: `Create ${dependency} before ${node}, or together with it.`,
    });
  }
}

/** Nodes depend on each other, so that none of them can start first. */
export class DependencyCycleError extends RuntimeError {
  readonly code = 'validation_failed';
  readonly retryable = false;

  /** @param cycle names, each of which depends on the next one, and the last one on the first one */
  constructor(cycle: readonly string[]) {
    super(`Nodes depend on each other: ${[...cycle, ...cycle.slice(0, 1)].join(' -> ')}.`, {
      remedy: 'Remove one of these dependencies.',
    });
  }
}

/** A node cannot start because a user stopped a node that it depends on. */
export class DependencyStoppedError extends RuntimeError {
  readonly code = 'invalid_state';
  readonly retryable = false;

  constructor(node: string, dependency: string) {
    super(`${node} depends on ${dependency}, which is stopped.`, { remedy: `Start ${dependency} first.` });
  }
}
