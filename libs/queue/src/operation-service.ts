import {
  CANCEL_CHANNEL,
  type ChainId,
  type OperationId,
  type OperationKind,
  operationRoom,
  type OperationState,
} from '@heddle/contracts';
import {
  canRollBack,
  InvalidStateError,
  type NewOperation,
  type OperationEntity,
  type OperationPatch,
  operationView,
  type Transaction,
} from '@heddle/data';
import type { Redis } from 'ioredis';
import type { LivePublisher } from './live-publisher';
import type { Logger } from './logger';
import type { OperationsQueue } from './operations-queue';

export interface OperationServiceOptions {
  queue: OperationsQueue;
  live: LivePublisher;
  redis: Redis;
  prefix: string;
  log: Logger;
}

/** Redis channel of cancel messages. */
export const cancelChannel = (prefix: string): string => `${prefix}:${CANCEL_CHANNEL}`;

interface Change {
  from: readonly OperationState[];
  patch: OperationPatch;
  message: string;
  /** Completes "cannot be …". */
  verb: string;
}

/** Requests for operations from users. Each call writes in the caller's transaction and acts after its commit. */
export class OperationService {
  readonly #options: OperationServiceOptions;

  constructor(options: OperationServiceOptions) {
    this.#options = options;
  }

  /**
   * Takes the scope, writes the operation, and queues it for a worker after the commit.
   * @throws ScopeBusyError, RowNotFoundError
   */
  async create<Kind extends OperationKind>(store: Transaction, request: NewOperation<Kind>): Promise<OperationEntity> {
    const { id, scope, chainId } = await store.operations.insert(request);
    const row = await store.operations.number(id, await store.scopes.take(scope, chainId, id));
    await this.#announce(store, row, `Requested by ${row.requestedBy}`);
    this.#enqueueAfterCommit(store, row);
    return row;
  }

  /**
   * Asks the worker to stop after the current step, or during its wait.
   * @throws InvalidStateError
   */
  async cancel(store: Transaction, id: OperationId, by: string): Promise<OperationEntity> {
    const row = await this.#change(store, id, {
      from: ['queued', 'running', 'retrying'],
      patch: { state: 'cancelling', cancelledBy: by },
      message: `Cancel requested by ${by}`,
      verb: 'cancelled',
    });
    this.#enqueueAfterCommit(store, row);
    store.afterCommit(() => {
      const { redis, prefix, log } = this.#options;
      redis.publish(cancelChannel(prefix), id).catch((error: unknown) => {
        log.warn(
          { err: error, operationId: id },
          'The cancel message was not published; the worker reads the request from the row',
        );
      });
    });
    return row;
  }

  /**
   * Continues from the first step that has not succeeded.
   * @throws InvalidStateError, ScopeBusyError
   */
  async retry(store: Transaction, id: OperationId, by: string): Promise<OperationEntity> {
    const { attempt } = await store.operations.get(id);
    return this.#resume(store, id, {
      from: ['failed', 'cancelled'],
      patch: { state: 'queued', attempt: attempt + 1 },
      message: `Retry requested by ${by}`,
      verb: 'retried',
    });
  }

  /**
   * Undoes the steps of a failed or cancelled operation, last step first.
   * @throws InvalidStateError, ScopeBusyError
   */
  async rollback(store: Transaction, id: OperationId, by: string): Promise<OperationEntity> {
    const { kind } = await store.operations.get(id);
    if (!canRollBack(kind, await store.operations.steps([id]))) {
      throw new InvalidStateError(
        'What this operation committed stays on the ledger: it cannot be rolled back.',
        'Retry it, or upgrade the chaincode to another version.',
      );
    }
    return this.#resume(store, id, {
      from: ['failed', 'cancelled'],
      patch: { state: 'rolling_back' },
      message: `Rollback requested by ${by}`,
      verb: 'rolled back',
    });
  }

  async #resume(store: Transaction, id: OperationId, change: Change): Promise<OperationEntity> {
    const { scope, chainId } = await store.operations.get(id);
    if ((await store.chains.get(chainId)).state === 'released') {
      throw new InvalidStateError(
        'The chain was released, so the operation cannot continue.',
        'Create a new chain instead.',
      );
    }
    const patch = { ...change.patch, error: null, cancelledBy: null, finishedAt: null, workerDeaths: 0 };
    const row = await this.#change(store, id, { ...change, patch });
    await store.scopes.take(scope, chainId, id);
    this.#enqueueAfterCommit(store, row);
    return row;
  }

  async #change(store: Transaction, id: OperationId, { from, patch, message, verb }: Change): Promise<OperationEntity> {
    const row = await store.operations.change(id, from, patch);
    if (row === null) {
      const { state } = await store.operations.get(id);
      throw new InvalidStateError(
        `An operation that is ${state} cannot be ${verb}.`,
        `It must be ${from.join(' or ')}. Check its current state.`,
      );
    }
    await this.#announce(store, row, message);
    return row;
  }

  async #announce(store: Transaction, row: OperationEntity, message: string): Promise<void> {
    const { live } = this.#options;
    const { id: operationId, progress, state } = row;
    const at = new Date().toISOString();
    await live.append(store, operationRoom(operationId), (seq) => ({
      topic: 'operation.event',
      event: { operationId, seq, at, level: 'info', step: null, stepState: null, message, progress, state },
    }));
    await publishOperation(store, live, operationId, row.chainId);
  }

  #enqueueAfterCommit(store: Transaction, { id: operationId, kind, fence }: OperationEntity): void {
    const { queue, log } = this.#options;
    store.afterCommit(() => {
      queue.add({ operationId, kind, fence }).catch((error: unknown) => {
        log.warn({ err: error, operationId }, 'The operation was stored but not queued; the sweeper will queue it');
      });
    });
  }
}

/** Publishes the whole operation, as it is in this transaction, to the rooms whose lists show it. */
export async function publishOperation(
  store: Transaction,
  live: LivePublisher,
  id: OperationId,
  chainId: ChainId,
): Promise<void> {
  const operation = await operationView(store, id);
  await live.announce(store, chainId, { topic: 'operation', operation });
}
