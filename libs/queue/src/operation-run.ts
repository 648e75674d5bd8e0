import { assertNever } from '@heddle/contracts';
import type { Database, OperationStepEntity } from '@heddle/data';
import type { RunAborted } from './abort-reasons';
import { OperationCancelled, RunInterrupted, WorkerDraining } from './abort-reasons';
import type { Step } from './define-operation';
import { publishDiagnostic } from './diagnostics';
import { EventBuffer } from './event-buffer';
import type { Logger } from './logger';
import { OperationEnding, succeeded } from './operation-ending';
import type { OperationJournal, StepChange } from './operation-journal';
import { refOf } from './operation-ref';
import type { RunnableHandler } from './runnable';
import { StepFailed, StepRunner } from './step-runner';
import { MAX_WORKER_DEATHS } from './worker-deaths';

export interface OperationRunOptions<Services> {
  database: Database;
  journal: OperationJournal;
  handler: RunnableHandler<Services>;
  services: Services;
  log: Logger;
}

/** `released`: unfinished and free for another worker; `interrupted`: unfinished until its lease expires. */
export type RunOutcome = 'finished' | 'released' | 'interrupted';

/** One worker's execution of one operation, from taking it until it ends or is released. */
export class OperationRun<Services> {
  readonly #options: OperationRunOptions<Services>;
  readonly #controller = new AbortController();
  readonly #buffer: EventBuffer;
  readonly #ending: OperationEnding<Services>;
  /** Why no further step may start. */
  #stop: RunAborted | null = null;

  constructor(options: OperationRunOptions<Services>) {
    this.#options = options;
    const { journal } = options;
    this.#ending = new OperationEnding(options);
    this.#buffer = new EventBuffer({
      position: (fraction) => journal.position(fraction),
      flush: () => {
        journal.write({}).catch((error: unknown) => {
          this.abort(new RunInterrupted(error));
        });
      },
    });
    journal.attach(this.#buffer);
  }

  get fence(): number {
    return this.#options.journal.fence.fence;
  }

  /** Lets the current step end, then releases the operation. */
  drain(): void {
    this.#stop ??= new WorkerDraining();
  }

  /** Also stops the current step. The first reason is kept. */
  abort(reason: RunAborted): void {
    if (this.#controller.signal.aborted) return;
    this.#stop = reason;
    this.#controller.abort(reason);
  }

  cancel(): void {
    this.abort(new OperationCancelled(this.#options.journal.fence.operationId));
  }

  async execute(): Promise<RunOutcome> {
    try {
      await (this.#endsItsWorkers() ? this.#ending.workerDied() : this.#carryOut());
      return 'finished';
    } catch (error) {
      return await this.#giveBack(error);
    } finally {
      this.#buffer.drain();
    }
  }

  /** A cancelled operation runs no step, so the limit does not apply to it. */
  #endsItsWorkers(): boolean {
    const { state, workerDeaths } = this.#options.journal.row;
    return workerDeaths >= MAX_WORKER_DEATHS && state !== 'cancelling';
  }

  async #carryOut(): Promise<void> {
    const { state } = this.#options.journal.row;
    switch (state) {
      case 'queued':
      case 'running':
      case 'retrying':
        return this.#settle(() => this.#forward(), 'succeeded');
      case 'rolling_back':
        return this.#settle(() => this.#backward(), 'rolled_back');
      case 'cancelling':
        return this.#ending.cancelled();
      case 'succeeded':
      case 'failed':
      case 'cancelled':
      case 'rolled_back':
        return;
      default:
        return assertNever(state);
    }
  }

  async #settle(work: () => Promise<StepChange[]>, success: 'succeeded' | 'rolled_back'): Promise<void> {
    try {
      const last = await work();
      await this.#ending.finish(success, { steps: last, error: null });
      for (const { step } of last) this.#publish(step, 'checkpointed');
    } catch (error) {
      if (error instanceof OperationCancelled) return this.#ending.cancelled();
      if (!(error instanceof StepFailed)) throw error;
      const { step, failure } = error;
      const patch = { state: 'failed', finishedAt: new Date().toISOString() } as const;
      await this.#ending.finish('failed', { steps: [{ step, patch }], error: failure });
    }
  }

  /**
   * Runs the steps that have not succeeded. The success of the last step is written together with the operation's end.
   */
  async #forward(): Promise<StepChange[]> {
    const { journal, handler } = this.#options;
    const runner = this.#runner();
    let ended: StepChange[] = [];
    for (const [index, row] of journal.steps.entries()) {
      const step = handler.steps[index];
      if (row.state === 'succeeded' || step === undefined) continue;
      await this.#begin(row, ended);
      this.#publish(row, 'before');
      await runner.run({ row, retry: step.retry, run: step.run });
      this.#publish(row, 'after');
      ended = [{ step: row, patch: { state: 'succeeded', finishedAt: new Date().toISOString() } }];
    }
    return ended;
  }

  /** One transaction for the end of the previous step and the start of this one. */
  async #begin(row: OperationStepEntity, ended: StepChange[]): Promise<void> {
    const { journal } = this.#options;
    const stop = this.#stopReason();
    if (stop !== null) {
      await journal.write({ steps: ended, events: ended.map(({ step }) => succeeded(journal, step)) });
      throw stop;
    }
    const startedAt = row.startedAt ?? new Date().toISOString();
    const patch = { state: 'running', attempts: row.attempts + 1, startedAt, finishedAt: null } as const;
    const events = [
      ...ended.map(({ step }) => succeeded(journal, step)),
      journal.event('info', `Step ${row.name} started`, { step: row.name, state: 'running' }),
    ];
    const before = { state: row.state, attempts: row.attempts, startedAt: row.startedAt, finishedAt: row.finishedAt };
    journal.enter(row);
    // A succeeded step is progress: the count of worker deaths starts again.
    const progressed = ended.length === 0 ? {} : { patch: { workerDeaths: 0 } };
    const { state } = await journal.write({ steps: [...ended, { step: row, patch }], events, ...progressed });
    for (const { step } of ended) this.#publish(step, 'checkpointed');
    const late = this.#stopReason() ?? (state === 'cancelling' ? new OperationCancelled(row.operationId) : null);
    if (late === null) return;
    await journal.write({ steps: [{ step: row, patch: before }] });
    throw late;
  }

  #stopReason(): RunAborted | null {
    return this.#stop;
  }

  async #backward(): Promise<StepChange[]> {
    const { journal, handler } = this.#options;
    const runner = this.#runner();
    for (const [index, row] of [...journal.steps.entries()].reverse()) {
      if (row.state === 'pending' || row.state === 'undone') continue;
      if (this.#stop !== null) throw this.#stop;
      const undo = handler.steps[index]?.undo ?? null;
      if (undo !== null) await this.#undo(runner, row, { undo, retry: handler.steps[index]?.retry });
      const patch = { state: 'undone', finishedAt: new Date().toISOString() } as const;
      const event = journal.event('info', `Step ${row.name} undone`, { step: row.name, state: 'undone' });
      await journal.write({ steps: [{ step: row, patch }], events: [event], patch: { workerDeaths: 0 } });
      this.#publish(row, 'checkpointed');
    }
    return [];
  }

  async #undo(
    runner: StepRunner<Services>,
    row: OperationStepEntity,
    { undo, retry }: { undo: Step<unknown, Services>['run']; retry: Step<unknown, Services>['retry'] | undefined },
  ): Promise<void> {
    const { journal } = this.#options;
    journal.enter(row);
    this.#buffer.info(`Undoing step ${row.name}`);
    this.#publish(row, 'before');
    await runner.run({ row, retry: retry ?? { attempts: 1, delayMs: 0, maxDelayMs: 0, maxElapsedMs: 0 }, run: undo });
    this.#publish(row, 'after');
  }

  async #giveBack(error: unknown): Promise<RunOutcome> {
    const { journal, log } = this.#options;
    const { operationId, fence } = journal.fence;
    if (error instanceof WorkerDraining) {
      const event = journal.event('info', 'The worker is shutting down; another worker continues from here');
      await journal.write({ patch: { leaseOwner: null, leaseExpiresAt: 0 }, events: [event] });
      return 'released';
    }
    const cause = error instanceof RunInterrupted ? error.cause : error;
    log.warn({ err: cause, operationId, fence }, 'This worker no longer runs the operation');
    this.abort(new RunInterrupted(cause));
    return 'interrupted';
  }

  #runner(): StepRunner<Services> {
    const { database, journal, handler, services } = this.#options;
    return new StepRunner({
      database,
      journal,
      buffer: this.#buffer,
      signal: this.#controller.signal,
      operation: refOf(journal.row),
      input: handler.input.parse(journal.row.input),
      services,
    });
  }

  #publish({ operationId, name, attempts }: OperationStepEntity, at: 'before' | 'after' | 'checkpointed'): void {
    publishDiagnostic({ operationId, kind: this.#options.handler.kind, step: name, at, attempt: attempts });
  }
}
