import { Injectable } from '@nestjs/common';
import type { Operation, OperationKind } from '@heddle/contracts';
import { operationView, type NewOperation, type OperationEntity, type Transaction } from '@heddle/data';
import { Resources } from '../resources';
import { Idempotency } from './idempotency';
import { Messaging } from './messaging';

export interface Accepted<Resource> {
  resource: Resource;
  operation: Operation;
}

/** The transaction of a change, and how to request its operation inside of it. */
export interface Accepting {
  readonly store: Transaction;
  readonly request: <Kind extends OperationKind>(operation: NewOperation<Kind>) => Promise<OperationEntity>;
}

/** Accepts long-running work: rows, operation, events and the answer to its Idempotency-Key in one transaction. */
@Injectable()
export class Acceptance {
  constructor(
    private readonly resources: Resources,
    private readonly messaging: Messaging,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * @param work writes the desired state and requests its operation
   * @returns the `view` of it once the operation holds it
   * @throws ScopeBusyError if another operation holds the scope
   */
  accept<Resource>(
    work: (accepting: Accepting) => Promise<{ operation: OperationEntity; view: () => Promise<Resource> }>,
  ): Promise<Accepted<Resource>> {
    return this.resources.database.transaction(async (store) => {
      const { operation, view } = await work({
        store,
        request: (wanted) => this.messaging.operations.create(store, wanted),
      });
      const accepted = { resource: await view(), operation: await operationView(store, operation.id) };
      await this.idempotency.completeWithin(store, accepted);
      return accepted;
    });
  }
}
