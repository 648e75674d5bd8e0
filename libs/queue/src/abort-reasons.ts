import type { OperationId } from '@heddle/contracts';

/** The reasons with which a run's AbortSignal is aborted. */
export abstract class RunAborted extends Error {
  protected constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
  }
}

/** A person cancelled the operation. */
export class OperationCancelled extends RunAborted {
  constructor(operationId: OperationId) {
    super(`Operation ${operationId} was cancelled.`);
  }
}

/** The worker shuts down: another one will run the step again. */
export class WorkerDraining extends RunAborted {
  constructor() {
    super('The worker is shutting down; another one goes on with the operation.');
  }
}

/** This worker may not, or cannot, write to the operation any more; nothing more is written by this run. */
export class RunInterrupted extends RunAborted {
  constructor(cause: unknown) {
    super('The worker lost its hold of the operation.', cause);
  }
}
