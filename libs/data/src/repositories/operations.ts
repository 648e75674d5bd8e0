import { randomUUID } from 'node:crypto';
import {
  type ChainId,
  type OperationId,
  type OperationInput,
  type OperationKind,
  type OperationState,
  type Page,
  UNFINISHED_STATES,
} from '@heddle/contracts';
import type { EntityManager } from 'typeorm';
import { LeaseLostError, RowNotFoundError } from '../data-error';
import { OperationEntity, OperationStepEntity } from '../entities/operation.entity';
import { rowOf } from '../entities/row-of';
import { newestFirst, type PageRequest } from '../pagination';
import { nowSql } from './clock';

export interface NewOperation<Kind extends OperationKind = OperationKind> {
  id?: OperationId;
  kind: Kind;
  input: OperationInput<Kind>;
  chainId: ChainId;
  /** `chain:<id>`, or `channel:<id>` where channels are independent. */
  scope: string;
  /** Name of the operation's subject, for lists. */
  subject: string;
  /** Username. */
  requestedBy: string;
}

export interface OperationFilter extends PageRequest {
  chainId?: ChainId | undefined;
  state?: OperationState | undefined;
  kind?: OperationKind | undefined;
}

/** Proof of ownership, required for every write of a worker. */
export interface Fence {
  operationId: OperationId;
  fence: number;
}

export type OperationPatch = Partial<
  Pick<
    OperationEntity,
    | 'state'
    | 'handlerVersion'
    | 'progress'
    | 'error'
    | 'checkpoint'
    | 'cancelledBy'
    | 'attempt'
    | 'startedAt'
    | 'finishedAt'
    | 'leaseOwner'
    | 'leaseExpiresAt'
    | 'workerDeaths'
  >
>;

export type StepPatch = Partial<Pick<OperationStepEntity, 'state' | 'attempts' | 'startedAt' | 'finishedAt'>>;

export interface HeldOperation {
  id: OperationId;
  kind: OperationKind;
  state: OperationState;
  fence: number;
}

/** Operations, their steps and their leases. Scopes are in ScopeRepository. */
export class OperationRepository {
  constructor(private readonly manager: EntityManager) {}

  find(id: OperationId): Promise<OperationEntity | null> {
    return this.manager.findOneBy(OperationEntity, { id });
  }

  /** Number of operations by state; states without operations are missing. */
  async countByState(): Promise<Record<string, number>> {
    const rows = await this.manager
      .createQueryBuilder(OperationEntity, 'operation')
      .select('operation.state', 'state')
      .addSelect('COUNT(*)', 'count')
      .groupBy('operation.state')
      .getRawMany<{ state: string; count: string | number }>();
    return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
  }

  /** @throws RowNotFoundError */
  async get(id: OperationId): Promise<OperationEntity> {
    const row = await this.find(id);
    if (row === null) throw new RowNotFoundError('operation', id);
    return row;
  }

  /** Creates the row only; `createOperation` of libs/queue also takes the scope and writes the first event. */
  async insert<Kind extends OperationKind>({ id, ...operation }: NewOperation<Kind>): Promise<OperationEntity> {
    const row = rowOf(OperationEntity, {
      id: id ?? (randomUUID() as OperationId),
      ...operation,
      sequence: 0,
      state: 'queued',
      handlerVersion: null,
      progress: 0,
      error: null,
      checkpoint: {},
      cancelledBy: null,
      attempt: 1,
      revision: 1,
      fence: 0,
      leaseOwner: null,
      leaseExpiresAt: 0,
      workerDeaths: 0,
      createdAt: new Date().toISOString(),
      startedAt: null,
      finishedAt: null,
    });
    await this.manager.insert(OperationEntity, row as never);
    return row;
  }

  /** Gives a new operation its number. */
  async number(id: OperationId, sequence: number): Promise<OperationEntity> {
    await this.manager.update(OperationEntity, { id }, { sequence });
    return this.get(id);
  }

  list({ chainId, state, kind, ...page }: OperationFilter): Promise<Page<OperationEntity>> {
    const query = this.manager.createQueryBuilder(OperationEntity, 'operation');
    if (chainId !== undefined) query.andWhere('operation.chainId = :chainId', { chainId });
    if (state !== undefined) query.andWhere('operation.state = :state', { state });
    if (kind !== undefined) query.andWhere('operation.kind = :kind', { kind });
    return newestFirst(query, page);
  }

  /** Steps of several operations, in order. */
  steps(ids: readonly OperationId[]): Promise<OperationStepEntity[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return this.manager
      .createQueryBuilder(OperationStepEntity, 'step')
      .where('step.operationId IN (:...ids)', { ids })
      .orderBy('step.operationId')
      .addOrderBy('step.position')
      .getMany();
  }

  async insertSteps(steps: readonly OperationStepEntity[]): Promise<void> {
    if (steps.length > 0) await this.manager.insert(OperationStepEntity, [...steps]);
  }

  async replaceSteps(operationId: OperationId, steps: readonly OperationStepEntity[]): Promise<void> {
    await this.manager.delete(OperationStepEntity, { operationId });
    await this.insertSteps(steps);
  }

  async updateStep({ operationId, position }: OperationStepEntity, patch: StepPatch): Promise<void> {
    await this.manager.update(OperationStepEntity, { operationId, position }, patch);
  }

  /** Changes the row if it is in one of the states; returns null otherwise. */
  async change(
    id: OperationId,
    states: readonly OperationState[],
    patch: OperationPatch,
  ): Promise<OperationEntity | null> {
    const { affected } = await this.manager
      .createQueryBuilder()
      .update(OperationEntity)
      .set({ ...(patch as object), revision: () => 'revision + 1' })
      .where('id = :id AND state IN (:...states)', { id, states })
      .execute();
    return affected === 1 ? this.get(id) : null;
  }

  /**
   * Takes an unfinished operation that no worker holds; null if it is finished or held. A lease that another owner did
   * not release counts as a death of that worker. Run in a transaction.
   */
  async take(id: OperationId, owner: string, leaseMs: number): Promise<OperationEntity | null> {
    const now = nowSql(this.manager);
    const { affected } = await this.manager
      .createQueryBuilder()
      .update(OperationEntity)
      .set({
        // First: MariaDB evaluates assignments in order, and this one reads the previous owner.
        workerDeaths: () =>
          'CASE WHEN leaseOwner IS NOT NULL AND leaseOwner <> :owner THEN workerDeaths + 1 ELSE workerDeaths END',
        leaseOwner: owner,
        leaseExpiresAt: () => `${now} + ${String(leaseMs)}`,
        fence: () => 'fence + 1',
        revision: () => 'revision + 1',
      })
      .where(`id = :id AND state IN (:...states) AND leaseExpiresAt < ${now}`, {
        id,
        owner,
        states: UNFINISHED_STATES,
      })
      .execute();
    return affected === 1 ? this.get(id) : null;
  }

  /** Renews the owner's leases of these operations and returns those that it still holds. Run in a transaction. */
  async renew(owner: string, ids: readonly OperationId[], leaseMs: number): Promise<HeldOperation[]> {
    await this.manager
      .createQueryBuilder()
      .update(OperationEntity)
      .set({ leaseExpiresAt: () => `${nowSql(this.manager)} + ${String(leaseMs)}` })
      .where('id IN (:...ids) AND leaseOwner = :owner', { ids, owner })
      .execute();
    return this.manager
      .createQueryBuilder(OperationEntity, 'operation')
      .where('operation.id IN (:...ids) AND operation.leaseOwner = :owner', { ids, owner })
      .getMany();
  }

  /**
   * A write by the worker that holds the operation. It also locks the row until the transaction ends.
   * @throws LeaseLostError if another worker has taken the operation
   */
  async fenced({ operationId, fence }: Fence, patch: OperationPatch): Promise<OperationEntity> {
    const { affected } = await this.manager
      .createQueryBuilder()
      .update(OperationEntity)
      .set({ ...(patch as object), revision: () => 'revision + 1' })
      .where('id = :operationId AND fence = :fence AND leaseOwner IS NOT NULL', { operationId, fence })
      .execute();
    if (affected !== 1) throw new LeaseLostError(operationId, fence);
    return this.get(operationId);
  }

  /** Unfinished operations without a live worker, oldest first. */
  async waiting(limit: number): Promise<HeldOperation[]> {
    return this.manager
      .createQueryBuilder(OperationEntity, 'operation')
      .where(`operation.state IN (:...states) AND operation.leaseExpiresAt < ${nowSql(this.manager)}`, {
        states: UNFINISHED_STATES,
      })
      .orderBy('operation.createdAt')
      .take(limit)
      .getMany();
  }
}
