import { setTimeout as delay } from 'node:timers/promises';
import { type Database, DatabaseGoneError, LeaseLostError, type OperationStepEntity } from '@heddle/data';
import type { OperationError } from '@heddle/contracts';
import { RunInterrupted } from './abort-reasons';
import type { CheckpointStore, OperationRef, RetryPolicy, StepContext, StepFunction } from './define-operation';
import type { EventBuffer } from './event-buffer';
import { toOperationError } from './operation-error';
import type { OperationJournal } from './operation-journal';

/** A step ended with an error that no further attempt of this run can correct. */
export class StepFailed extends Error {
  constructor(
    readonly step: OperationStepEntity,
    readonly failure: OperationError,
  ) {
    super(failure.message);
    this.name = 'StepFailed';
  }
}

export interface StepRunnerOptions<Services> {
  database: Database;
  journal: OperationJournal;
  buffer: EventBuffer;
  signal: AbortSignal;
  operation: OperationRef;
  input: unknown;
  services: Services;
}

interface StepTask<Services> {
  row: OperationStepEntity;
  retry: RetryPolicy;
  run: StepFunction<unknown, Services>;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 1_000 ? 2 : 0)} s`;

/** Runs the function of one step, with retries while its errors are retryable and its policy allows them. */
export class StepRunner<Services> {
  readonly #options: StepRunnerOptions<Services>;

  constructor(options: StepRunnerOptions<Services>) {
    this.#options = options;
  }

  /** @throws StepFailed, or the signal's reason if the run must stop */
  async run({ row, retry, run }: StepTask<Services>): Promise<void> {
    const begun = performance.now();
    let pause = retry.delayMs;
    for (let tries = 1; ; tries += 1) {
      const failure = await this.#try(run, row);
      if (failure === null) return;
      const late = performance.now() - begun + pause > retry.maxElapsedMs;
      if (!failure.retryable || tries >= retry.attempts || late) throw new StepFailed(row, failure);
      await this.#backOff(row, failure, { pause, next: tries + 1, of: retry.attempts });
      pause = Math.min(pause * 2, retry.maxDelayMs);
    }
  }

  async #try(run: StepFunction<unknown, Services>, row: OperationStepEntity): Promise<OperationError | null> {
    const { signal } = this.#options;
    try {
      await run(this.#context(row));
      return null;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof LeaseLostError || error instanceof DatabaseGoneError) throw new RunInterrupted(error);
      return toOperationError(error, row.name);
    }
  }

  async #backOff(
    row: OperationStepEntity,
    failure: OperationError,
    { pause, next, of }: { pause: number; next: number; of: number },
  ): Promise<void> {
    const { journal, signal } = this.#options;
    const message = `${failure.message} Retrying in ${seconds(pause)} (${String(next)} of ${String(of)}).`;
    await journal.write({
      steps: [{ step: row, patch: { state: 'retrying' } }],
      state: { from: ['running'], to: 'retrying' },
      events: [journal.event('warn', message, { step: row.name, state: 'retrying' })],
      snapshot: true,
    });
    await delay(pause, undefined, { signal }).catch(() => {
      throw signal.reason;
    });
    await journal.write({
      steps: [{ step: row, patch: { state: 'running', attempts: row.attempts + 1 } }],
      state: { from: ['retrying'], to: 'running' },
    });
  }

  #context(row: OperationStepEntity): StepContext<unknown, Services> {
    const { database, journal, buffer, signal, operation, input, services } = this.#options;
    return {
      operation,
      input,
      services,
      report: buffer,
      signal,
      attempt: row.attempts,
      checkpoint: this.#checkpoint(),
      fence: journal.fence,
      transaction: (work) =>
        database.transaction(async (store) => {
          await store.operations.fenced(journal.fence, {});
          return work(store);
        }),
    };
  }

  #checkpoint(): CheckpointStore {
    const { journal } = this.#options;
    return {
      get: (key, schema) => {
        const value = journal.row.checkpoint[key];
        return value === undefined ? undefined : schema.parse(value);
      },
      set: async (key, value) => {
        await journal.checkpoint(key, value);
      },
    };
  }
}
