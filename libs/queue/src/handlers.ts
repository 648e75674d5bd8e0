import { OPERATION_KINDS, type OperationKind } from '@heddle/contracts';
import type { OperationHandler } from './define-operation';

/** A handler for each kind of operation. A missing one does not compile. */
export type HandlerSet<Services> = { readonly [Kind in OperationKind]: OperationHandler<Kind, Services> };

/** A kind of operation has no handler, or the handler of another kind. */
export class HandlersIncompleteError extends Error {
  constructor(readonly missing: readonly string[]) {
    super(`No handler for ${missing.join(', ')}: this worker cannot finish such operations.`);
    this.name = 'HandlersIncompleteError';
  }
}

/**
 * Stops the start of a worker that cannot run every kind of operation.
 * @throws HandlersIncompleteError
 */
export function assertHandlersComplete<Services>(handlers: Partial<HandlerSet<Services>>): HandlerSet<Services> {
  const missing = OPERATION_KINDS.filter((kind) => handlers[kind]?.kind !== kind);
  if (missing.length > 0) throw new HandlersIncompleteError(missing);
  return handlers as HandlerSet<Services>;
}
