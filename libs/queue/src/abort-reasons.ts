import type { OperationId } from '@heddle/contracts';

/** The reasons with which a run's AbortSignal is aborted. */
export abstract class RunAborted extends Error {
  protected constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
  }
}

/** A user cancelled the operation. */
export class OperationCancelled extends RunAborted {
  constructor(operationId: OperationId) {
    super(`Operation ${operationId} was cancelled.`);
  }
}

/** The worker is shutting down; another worker runs the step again. */
export class WorkerDraining extends RunAborted {
  constructor() {
    super('The worker is shutting down; another worker continues the operation.');
  }
}

/** This worker has lost the right or the ability to write to the operation; this run writes nothing more. */
export class RunInterrupted extends RunAborted {
  constructor(cause: unknown) {
    super('The worker lost its lease on the operation.', cause);
  }
}
