import { type OperationError, type OperationState, operationRoom, type StepState } from '@heddle/contracts';
import {
  type Database,
  type Fence,
  type OperationEntity,
  type OperationPatch,
  type OperationStepEntity,
  type StepPatch,
  toOperation,
  type Transaction,
} from '@heddle/data';
import type { EventBuffer, PendingEvent } from './event-buffer';
import type { LivePublisher } from './live-publisher';
import { progressOf } from './plan';

/** Minimum time between two list updates of a running operation. */
const SNAPSHOT_EVERY_MS = 500;

export interface StepChange {
  step: OperationStepEntity;
  patch: StepPatch;
}

/** An event whose progress results from the write that includes it. */
export type JournalEvent = Omit<PendingEvent, 'progress'>;

/** The content of one fenced transaction. */
export interface JournalEntry {
  steps?: readonly StepChange[];
  patch?: OperationPatch;
  /** New state, applied only while the operation is in one of `from`. */
  state?: { from: readonly OperationState[]; to: OperationState };
  events?: readonly JournalEvent[];
  /** Runs in the transaction after the rows are written. */
  also?: (store: Transaction, row: OperationEntity) => Promise<void>;
  /** Whether lists must show this change at once. */
  snapshot?: boolean;
}

interface JournalOptions {
  database: Database;
  live: LivePublisher;
  fence: Fence;
  row: OperationEntity;
  steps: OperationStepEntity[];
}

/**
 * Everything that a worker writes about its operation. Each write is one transaction, which is rejected once another
 * worker has taken the operation. Writes run in the order of their calls.
 */
export class OperationJournal {
  readonly steps: OperationStepEntity[];
  readonly #options: JournalOptions;
  #row: OperationEntity;
  #buffer: EventBuffer | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  #snapshotAt = 0;
  #fraction = 0;
  /** Highest reported progress of the operation. */
  #reached: number;
  #current: OperationStepEntity | null = null;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#row = options.row;
    this.#reached = options.row.progress;
    this.steps = options.steps;
  }

  get row(): OperationEntity {
    return this.#row;
  }

  get fence(): Fence {
    return this.#options.fence;
  }

  /** Adds the pending events of this buffer to every write. */
  attach(buffer: EventBuffer): void {
    this.#buffer = buffer;
  }

  /** Sets the running step; its reported fraction counts as progress. */
  enter(step: OperationStepEntity | null): void {
    this.#buffer?.settle();
    this.#current = step;
    this.#fraction = 0;
  }

  position(fraction: number | null): Pick<PendingEvent, 'step' | 'stepState' | 'progress'> {
    if (fraction !== null) this.#fraction = Math.max(this.#fraction, fraction);
    return { step: this.#current?.name ?? null, stepState: this.#current?.state ?? null, progress: this.#progress() };
  }

  event(
    level: PendingEvent['level'],
    message: string,
    { step = null, state = null }: { step?: string | null; state?: StepState | null } = {},
  ): JournalEvent {
    return { at: new Date().toISOString(), level, message, step, stepState: state };
  }

  /** Stores a value for later steps and for runs after a crash. @throws LeaseLostError */
  checkpoint(key: string, value: unknown): Promise<OperationEntity> {
    const result = this.#tail.then(() =>
      this.#write({ patch: { checkpoint: { ...this.#row.checkpoint, [key]: value } } }),
    );
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /** @throws LeaseLostError */
  write(entry: JournalEntry): Promise<OperationEntity> {
    const result = this.#tail.then(() => this.#write(entry));
    this.#tail = result.catch(() => undefined);
    return result;
  }

  async #write(entry: JournalEntry): Promise<OperationEntity> {
    // Drained once, outside the transaction: the transaction may run again after a deadlock.
    const buffered = this.#buffer?.drain() ?? [];
    const restore = this.#apply(entry.steps ?? []);
    try {
      this.#row = await this.#commit(entry, buffered);
      return this.#row;
    } catch (error) {
      restore();
      throw error;
    }
  }

  async #commit(entry: JournalEntry, buffered: readonly PendingEvent[]): Promise<OperationEntity> {
    const progress = entry.patch?.progress ?? this.#progress();
    const events = [...buffered, ...(entry.events ?? []).map((event) => ({ ...event, progress }))];
    const snapshot = entry.snapshot === true || Date.now() - this.#snapshotAt >= SNAPSHOT_EVERY_MS;
    const written = await this.#options.database.transaction(async (store) => {
      const row = await this.#writeRows(store, entry, progress);
      await this.#writeEvents(store, row, events);
      await entry.also?.(store, row);
      if (snapshot) await this.#publishSnapshot(store, row);
      return row;
    });
    if (snapshot) this.#snapshotAt = Date.now();
    return written;
  }

  /** Changes the steps in memory; the returned function reverts the changes. */
  #apply(changes: readonly StepChange[]): () => void {
    const before = changes.map(({ step: { state, attempts, startedAt, finishedAt } }) => ({
      state,
      attempts,
      startedAt,
      finishedAt,
    }));
    for (const { step, patch } of changes) Object.assign(step, patch);
    return () => {
      changes.forEach(({ step }, index) => Object.assign(step, before[index]));
    };
  }

  async #writeRows(store: Transaction, entry: JournalEntry, progress: number): Promise<OperationEntity> {
    const { operations } = store;
    const row = await operations.fenced(this.fence, { ...entry.patch, progress });
    for (const { step, patch } of entry.steps ?? []) await operations.updateStep(step, patch);
    if (entry.state === undefined || !entry.state.from.includes(row.state)) return row;
    return (await operations.change(row.id, entry.state.from, { state: entry.state.to })) ?? row;
  }

  async #writeEvents(store: Transaction, row: OperationEntity, events: readonly PendingEvent[]): Promise<void> {
    const { id: operationId, state } = row;
    await this.#options.live.append(
      store,
      operationRoom(operationId),
      ...events.map(
        (event) => (seq: number) =>
          ({ topic: 'operation.event', event: { ...event, operationId, seq, state } }) as const,
      ),
    );
  }

  async #publishSnapshot(store: Transaction, row: OperationEntity): Promise<void> {
    const { live } = this.#options;
    const seq = await store.live.lastSeq(operationRoom(row.id));
    const operation = toOperation(row, this.steps, seq);
    await live.announce(store, row.chainId, { topic: 'operation', operation });
  }

  /** A step that is run once more leaves the progress where it was until it is further; undoing takes it back. */
  #progress(): number {
    const running = this.#current === null ? undefined : { step: this.#current.name, fraction: this.#fraction };
    const done = progressOf(this.steps, running);
    if (this.#row.state === 'rolling_back') return done;
    this.#reached = Math.max(this.#reached, done);
    return this.#reached;
  }
}

/** The patch that ends an operation and releases its lease. */
export const ending = (error: OperationError | null): OperationPatch => ({
  error,
  finishedAt: new Date().toISOString(),
  leaseOwner: null,
  leaseExpiresAt: 0,
});
