import { Injectable } from '@nestjs/common';
import {
  operationRoom,
  type api,
  type Operation,
  type OperationId,
  type Page,
  type QueryOf,
  type ResponseOf,
} from '@heddle/contracts';
import { operationView, operationViews } from '@heddle/data';
import type { Principal } from '../http/request';
import { Idempotency } from '../requests/idempotency';
import { Messaging } from '../requests/messaging';
import { Resources } from '../resources';

type Wish = 'cancel' | 'retry' | 'rollback';

@Injectable()
export class OperationsService {
  constructor(
    private readonly resources: Resources,
    private readonly messaging: Messaging,
    private readonly idempotency: Idempotency,
  ) {}

  list(query: QueryOf<typeof api.operations.list>): Promise<Page<Operation>> {
    return this.resources.database.snapshot(async (store) => {
      const { items, nextCursor } = await store.operations.list(query);
      return { items: await operationViews(store, items), nextCursor };
    });
  }

  get(id: OperationId): Promise<Operation> {
    return this.resources.database.snapshot((store) => operationView(store, id));
  }

  async events(
    id: OperationId,
    { since, limit }: QueryOf<typeof api.operations.events>,
  ): Promise<ResponseOf<typeof api.operations.events>> {
    const { store } = this.resources.database;
    await store.operations.get(id);
    const { events, lastSeq } = await store.live.read(operationRoom(id), since, limit);
    const items = events.flatMap(({ payload }) => (payload.topic === 'operation.event' ? [payload.event] : []));
    return { items, lastSeq };
  }

  /** @throws InvalidStateError, ScopeBusyError */
  ask(wish: Wish, id: OperationId, caller: Principal): Promise<Operation> {
    return this.resources.database.transaction(async (store) => {
      await this.messaging.operations[wish](store, id, caller.username);
      const operation = await operationView(store, id);
      await this.idempotency.completeWithin(store, operation);
      return operation;
    });
  }
}
