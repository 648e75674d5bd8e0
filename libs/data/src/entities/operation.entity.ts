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

/** Small values that steps remember between them and across a crash. */
export type Checkpoint = Record<string, unknown>;

/**
 * The truth about one operation, its lease included. An unfinished row without a live lease is also its own outbox
 * entry: the relay and the sweeper make jobs from exactly these rows.
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
  /** Version of the handler that took the operation first or last; null before that. */
  @IntColumn({ nullable: true }) handlerVersion!: number | null;
  @DoubleColumn() progress!: number;
  @JsonColumn({ nullable: true }) error!: OperationError | null;
  @JsonColumn() checkpoint!: Checkpoint;
  @NameColumn() requestedBy!: string;
  @NameColumn({ nullable: true }) cancelledBy!: string | null;
  @IntColumn() attempt!: number;
  @IntColumn() revision!: number;
  /** Rises with every taking; a write that names an older number is refused. */
  @IntColumn() fence!: number;
  @NameColumn({ length: 100, nullable: true }) leaseOwner!: string | null;
  /** By the database's clock; 0 when nobody holds the operation. */
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

/** A named lease of a process, such as the sweeper's leadership. */
@Entity('leases')
export class LeaseEntity {
  @KeyColumn(100) name!: string;
  @NameColumn({ length: 100 }) owner!: string;
  @EpochColumn() expiresAt!: number;
  @IntColumn() fence!: number;
}
