import type { Operation } from '@heddle/contracts';

/** An operation that ended without success. */
export class OperationFailedError extends Error {
  /** As it ended. */
  readonly operation: Operation;

  constructor(operation: Operation) {
    super(sentenceOf(operation));
    this.name = 'OperationFailedError';
    this.operation = operation;
  }
}

function sentenceOf({ kind, subject, state, error }: Operation): string {
  if (error === null) return `${kind} of ${subject} ended ${state}.`;
  const { step, code, message, cause } = error;
  return `${kind} of ${subject} ended ${state} at ${step ?? 'its start'} (${code}): ${message}${cause === null ? '' : `\n${cause}`}`;
}
