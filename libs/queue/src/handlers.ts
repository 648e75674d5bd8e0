import { OPERATION_KINDS, type OperationKind } from '@heddle/contracts';
import type { OperationHandler } from './define-operation';

/** A handler for each kind of operation: leaving one out does not compile. */
export type HandlerSet<Services> = { readonly [Kind in OperationKind]: OperationHandler<Kind, Services> };

/** A kind of operation has no handler, or one that belongs to another kind. */
export class HandlersIncompleteError extends Error {
  constructor(readonly missing: readonly string[]) {
    super(`No handler for ${missing.join(', ')}: this worker would leave such operations unfinished.`);
    this.name = 'HandlersIncompleteError';
  }
}

/**
 * Refuses a worker's boot when it cannot carry out every kind of operation.
 * @throws HandlersIncompleteError
 */
export function assertHandlersComplete<Services>(handlers: Partial<HandlerSet<Services>>): HandlerSet<Services> {
  const missing = OPERATION_KINDS.filter((kind) => handlers[kind]?.kind !== kind);
  if (missing.length > 0) throw new HandlersIncompleteError(missing);
  return handlers as HandlerSet<Services>;
}
