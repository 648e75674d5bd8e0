import { channel } from 'node:diagnostics_channel';
import type { OperationId, OperationKind } from '@heddle/contracts';

/** Name of the diagnostics channel that publishes every step boundary synchronously. */
export const OPERATION_DIAGNOSTICS = 'heddle:operation';

/** `before` the step's function runs, `after` it returned, `checkpointed` once its success is committed. */
export interface OperationDiagnostic {
  operationId: OperationId;
  kind: OperationKind;
  step: string;
  at: 'before' | 'after' | 'checkpointed';
  attempt: number;
}

const diagnostics = channel(OPERATION_DIAGNOSTICS);

export function publishDiagnostic(message: OperationDiagnostic): void {
  if (diagnostics.hasSubscribers) diagnostics.publish(message);
}
