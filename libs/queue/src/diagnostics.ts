import { channel } from 'node:diagnostics_channel';
import type { OperationId, OperationKind } from '@heddle/contracts';

/** Name of the diagnostics channel that tells of every step boundary, synchronously. */
export const OPERATION_DIAGNOSTICS = 'heddle:operation';

/** `before` the step's function, `after` it returned, `checkpointed` once its success is committed. */
export interface OperationDiagnostic {
  operationId: OperationId;
  kind: OperationKind;
  step: string;
  at: 'before' | 'after' | 'checkpointed';
  attempt: number;
}

const diagnostics = channel(OPERATION_DIAGNOSTICS);

export function tellDiagnostics(message: OperationDiagnostic): void {
  if (diagnostics.hasSubscribers) diagnostics.publish(message);
}
