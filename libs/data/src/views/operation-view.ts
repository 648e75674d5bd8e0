import {
  assertNever,
  type Operation,
  type OperationId,
  type OperationKind,
  type OperationStep,
  operationRoom,
} from '@heddle/contracts';
import type { OperationEntity, OperationStepEntity } from '../entities/operation.entity';
import type { Store } from '../store';

type Action = Operation['allowedActions'][number];

/** The step after which an operation cannot be undone: what it wrote to the ledger stays there. */
const LAST_UNDOABLE: Partial<Record<OperationKind, string>> = {
  'chaincode.deploy': 'commit',
  'chaincode.upgrade': 'commit',
};

/** Whether the operation can be rolled back. */
export function canRollBack(kind: OperationKind, steps: readonly OperationStepEntity[]): boolean {
  return !steps.some(({ name, state }) => name === LAST_UNDOABLE[kind] && state === 'succeeded');
}

const rollback = (kind: OperationKind, steps: readonly OperationStepEntity[]): Action[] =>
  canRollBack(kind, steps) ? ['rollback'] : [];

/** The actions that an operation in this state allows. */
export function allowedActions(
  { kind, state }: Pick<OperationEntity, 'kind' | 'state'>,
  steps: readonly OperationStepEntity[],
): Action[] {
  switch (state) {
    case 'queued':
    case 'running':
    case 'retrying':
      return ['cancel'];
    case 'failed':
    case 'cancelled':
      return ['retry', ...rollback(kind, steps)];
    case 'cancelling':
    case 'rolling_back':
    case 'succeeded':
    case 'rolled_back':
      return [];
    default:
      return assertNever(state);
  }
}

function toStep({ name, weight, state, attempts, startedAt, finishedAt }: OperationStepEntity): OperationStep {
  return { name, weight, state, attempts, startedAt, finishedAt };
}

/** `asOfSeq`: last sequence of the operation's room that the rows include. */
export function toOperation(row: OperationEntity, steps: readonly OperationStepEntity[], asOfSeq: number): Operation {
  const { id, kind, chainId, subject, state, progress, error, requestedBy, cancelledBy, attempt } = row;
  const { sequence, createdAt, startedAt, finishedAt } = row;
  return {
    id,
    sequence,
    kind,
    chainId,
    subject,
    state,
    progress,
    steps: steps.map(toStep),
    error,
    requestedBy,
    cancelledBy,
    attempt,
    allowedActions: allowedActions(row, steps),
    createdAt,
    startedAt,
    finishedAt,
    asOfSeq,
  };
}

/** Views of several operations in few queries. Read it in a snapshot, so that `asOfSeq` matches the rows. */
export async function operationViews(store: Store, rows: readonly OperationEntity[]): Promise<Operation[]> {
  const steps = await store.operations.steps(rows.map(({ id }) => id));
  const sequences = await store.live.lastSeqs(rows.map(({ id }) => operationRoom(id)));
  return rows.map((row) =>
    toOperation(
      row,
      steps.filter(({ operationId }) => operationId === row.id),
      sequences.get(operationRoom(row.id)) ?? 0,
    ),
  );
}

/** @throws RowNotFoundError */
export async function operationView(store: Store, id: OperationId): Promise<Operation> {
  const row = await store.operations.get(id);
  const steps = await store.operations.steps([id]);
  return toOperation(row, steps, await store.live.lastSeq(operationRoom(id)));
}
