import { linkedSignal, type Signal } from '@angular/core';
import { OperationId } from '@heddle/contracts';

/** A thing with the operation that changes it at present. */
export interface OperatedOn {
  id: string;
  operationId: string | null;
}

/** The operation on a thing; once it ended, the same one stays in view for as long as the thing does. */
export function lastOperation(thing: () => OperatedOn): Signal<OperationId | null> {
  return linkedSignal<OperatedOn, OperationId | null>({
    source: thing,
    computation: ({ id, operationId }, previous) => {
      if (operationId !== null) return OperationId.parse(operationId);
      return previous?.source.id === id ? previous.value : null;
    },
  });
}
