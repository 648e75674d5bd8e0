import { operationRoom, type OperationId } from '@heddle/contracts';
import { type Database, type OperationEntity, type OperationStepEntity, type Transaction } from '@heddle/data';
import type { HandlerSet } from './handlers';
import type { LivePublisher } from './live-publisher';
import { OperationJournal } from './operation-journal';
import { refOf } from './operation-ref';
import { planSteps, samePlan } from './plan';
import { runnable, type RunnableHandler } from './runnable';
import { deathsWhenTaken, isLastChance, takingMessage } from './worker-deaths';

export interface TakeOptions<Services> {
  database: Database;
  live: LivePublisher;
  handlers: HandlerSet<Services>;
  services: Services;
  owner: string;
  leaseMs: number;
  /** Whether this worker may take an operation that fails at the next death of its worker. */
  mayRisk: (id: OperationId) => boolean;
}

/**
 * `gone`: finished, or held by another worker. `outdated`: a newer worker version started it and must continue it.
 * `postponed`: it has ended its workers before and waits until this worker runs no other such operation.
 */
export type Taken<Services> =
  | { outcome: 'taken'; journal: OperationJournal; handler: RunnableHandler<Services> }
  | { outcome: 'gone' }
  | { outcome: 'postponed' }
  | { outcome: 'outdated'; needs: number };

/** Takes an operation for this worker: lease, steps, first event and the handler's hook in one transaction. */
export async function takeOperation<Services>(
  options: TakeOptions<Services>,
  operationId: OperationId,
): Promise<Taken<Services>> {
  const { database, live, handlers, owner, leaseMs, mayRisk } = options;
  const taken = await database.transaction(async (store) => {
    const known = await store.operations.find(operationId);
    if (known === null) return null;
    const handler = runnable(handlers, known.kind);
    if ((known.handlerVersion ?? 0) > handler.version) return { needs: known.handlerVersion ?? 0 };
    if (isLastChance(deathsWhenTaken(known, owner)) && !mayRisk(operationId)) return 'postponed';
    const row = await store.operations.take(operationId, owner, leaseMs);
    return row === null ? null : { handler, ...(await begin(options, store, { row, handler })) };
  });
  if (taken === null) return { outcome: 'gone' };
  if (taken === 'postponed') return { outcome: 'postponed' };
  if ('needs' in taken) return { outcome: 'outdated', needs: taken.needs };
  const { row, steps, handler } = taken;
  const fence = { operationId, fence: row.fence };
  return { outcome: 'taken', handler, journal: new OperationJournal({ database, live, fence, row, steps }) };
}

interface Beginning<Services> {
  row: OperationEntity;
  handler: RunnableHandler<Services>;
}

async function begin<Services>(
  { live, services }: TakeOptions<Services>,
  store: Transaction,
  { row, handler }: Beginning<Services>,
): Promise<{ row: OperationEntity; steps: OperationStepEntity[] }> {
  const running = row.state === 'queued' || row.state === 'retrying' ? { state: 'running' as const } : {};
  const started = await store.operations.fenced(
    { operationId: row.id, fence: row.fence },
    { ...running, handlerVersion: handler.version, startedAt: row.startedAt ?? new Date().toISOString() },
  );
  const steps = await ensureSteps(store, started, handler);
  await live.append(store, operationRoom(row.id), (seq) => ({
    topic: 'operation.event',
    event: {
      operationId: row.id,
      seq,
      at: new Date().toISOString(),
      level: 'info',
      step: null,
      stepState: null,
      message: takingMessage(row),
      progress: started.progress,
      state: started.state,
    },
  }));
  await handler.onState?.({
    store,
    services,
    operation: refOf(started),
    input: handler.input.parse(started.input),
    state: started.state,
    error: null,
  });
  return { row: started, steps };
}

async function ensureSteps<Services>(
  store: Transaction,
  row: OperationEntity,
  handler: RunnableHandler<Services>,
): Promise<OperationStepEntity[]> {
  const known = await store.operations.steps([row.id]);
  if (samePlan(handler.steps, known)) return known;
  const steps = planSteps(row.id, handler.steps, known);
  await store.operations.replaceSteps(row.id, steps);
  return steps;
}
