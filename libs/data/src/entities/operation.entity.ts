import type { ChainId, OperationError, OperationId, OperationKind, OperationState, StepState } from '@heddle/contracts';
import { Entity, Index } from 'typeorm';
import {
  DoubleColumn,
  EpochColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  JsonColumn,
  KeyColumn,
  NameColumn,
  NumberKeyColumn,
  RefColumn,
} from './columns';

/** Small values that steps keep for later steps and for runs after a crash. */
export type Checkpoint = Record<string, unknown>;

/**
 * The source of truth about one operation, including its lease. An unfinished row without a valid lease is also its own
 * outbox entry: the relay and the sweeper create jobs from these rows.
 */
@Entity('operations')
@Index('operations_state', ['state', 'leaseExpiresAt'])
@Index('operations_chain', ['chainId', 'createdAt'])
@Index('operations_created', ['createdAt', 'id'])
export class OperationEntity {
  @IdColumn() id!: OperationId;
  /** Number within its chain, given when it first takes its scope. */
  @IntColumn({ default: 0 }) sequence!: number;
  @NameColumn({ length: 40 }) kind!: OperationKind;
  @RefColumn() chainId!: ChainId;
  @NameColumn({ length: 100 }) scope!: string;
  @NameColumn({ length: 400 }) subject!: string;
  @JsonColumn() input!: unknown;
  @NameColumn({ length: 16 }) state!: OperationState;
  /** Version of the handler that took the operation last; null before that. */
  @IntColumn({ nullable: true }) handlerVersion!: number | null;
  @DoubleColumn() progress!: number;
  @JsonColumn({ nullable: true }) error!: OperationError | null;
  @JsonColumn() checkpoint!: Checkpoint;
  @NameColumn() requestedBy!: string;
  @NameColumn({ nullable: true }) cancelledBy!: string | null;
  @IntColumn() attempt!: number;
  @IntColumn() revision!: number;
  /** Increases each time the operation is taken; a write with an older number is rejected. */
  @IntColumn() fence!: number;
  @NameColumn({ length: 100, nullable: true }) leaseOwner!: string | null;
  /** By the database's clock; 0 if no worker holds the operation. */
  @EpochColumn() leaseExpiresAt!: number;
  /** How often its worker ended without a result since a step last succeeded. */
  @IntColumn({ default: 0 }) workerDeaths!: number;
  @InstantColumn() createdAt!: string;
  @InstantColumn({ nullable: true }) startedAt!: string | null;
  @InstantColumn({ nullable: true }) finishedAt!: string | null;
}

@Entity('operation_steps')
export class OperationStepEntity {
  @KeyColumn(36) operationId!: OperationId;
  @NumberKeyColumn() position!: number;
  @NameColumn({ length: 60 }) name!: string;
  @DoubleColumn() weight!: number;
  @NameColumn({ length: 12 }) state!: StepState;
  @IntColumn() attempts!: number;
  @InstantColumn({ nullable: true }) startedAt!: string | null;
  @InstantColumn({ nullable: true }) finishedAt!: string | null;
}

/** The unfinished operation that holds a scope (`chain:<id>`, `channel:<id>`). */
@Entity('scopes')
export class ScopeEntity {
  @KeyColumn(100) scope!: string;
  @Index('scopes_chain')
  @RefColumn()
  chainId!: ChainId;
  @RefColumn() operationId!: OperationId;
}

/** A named lease of a process, for example the sweeper's leadership. */
@Entity('leases')
export class LeaseEntity {
  @KeyColumn(100) name!: string;
  @NameColumn({ length: 100 }) owner!: string;
  @EpochColumn() expiresAt!: number;
  @IntColumn() fence!: number;
}
