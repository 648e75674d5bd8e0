import { type OperationError, type OperationState, UNFINISHED_STATES } from '@heddle/contracts';
import type { OperationEntity, OperationStepEntity, Transaction } from '@heddle/data';
import type { Logger } from './logger';
import { toOperationError } from './operation-error';
import { ending, type OperationJournal, type StepChange } from './operation-journal';
import { refOf } from './operation-ref';
import type { RunnableHandler } from './runnable';
import { workerDiedRepeatedly } from './worker-deaths';

export interface OperationEndingOptions<Services> {
  journal: OperationJournal;
  handler: RunnableHandler<Services>;
  services: Services;
  log: Logger;
}

/** The handler's hook failed, so the state that it sets was not written. */
class HookFailed extends Error {
  constructor(override readonly cause: unknown) {
    super('The operation could not record how it ended.');
    this.name = 'HookFailed';
  }
}

/** Writes the end of an operation in one transaction. */
export class OperationEnding<Services> {
  readonly #options: OperationEndingOptions<Services>;

  constructor(options: OperationEndingOptions<Services>) {
    this.#options = options;
  }

  /** Ends a cancelled operation at its current step. */
  async cancelled(): Promise<void> {
    const finishedAt = new Date().toISOString();
    const steps = this.#begun().map((step) => ({ step, patch: { state: 'cancelled', finishedAt } as const }));
    await this.finish('cancelled', { steps, error: null });
  }

  /** Ends an operation that repeatedly ended its worker, without running the step again. */
  async workerDied(): Promise<void> {
    const finishedAt = new Date().toISOString();
    const steps = this.#begun().map((step) => ({ step, patch: { state: 'failed', finishedAt } as const }));
    await this.finish('failed', { steps, error: workerDiedRepeatedly(steps[0]?.step.name ?? null) });
  }

  #begun(): OperationStepEntity[] {
    return this.#options.journal.steps.filter(({ state }) => state === 'running' || state === 'retrying');
  }

  /** Writes the end, the result of the handler's hook and the release of the scope in one transaction. */
  async finish(
    state: OperationState,
    { steps, error }: { steps: readonly StepChange[]; error: OperationError | null },
  ): Promise<void> {
    try {
      await this.#writeEnd(state, { steps, error, hook: true });
    } catch (failure) {
      if (!(failure instanceof HookFailed)) throw failure;
      this.#options.log.error({ err: failure.cause, operationId: this.#options.journal.row.id }, failure.message);
      await this.#writeEnd('failed', { steps, error: error ?? toOperationError(failure.cause, null), hook: false });
    }
  }

  async #writeEnd(
    state: OperationState,
    { steps, error, hook }: { steps: readonly StepChange[]; error: OperationError | null; hook: boolean },
  ): Promise<void> {
    const { journal } = this.#options;
    journal.enter(null);
    await journal.write({
      steps,
      patch: ending(error),
      state: { from: UNFINISHED_STATES, to: state },
      events: [
        ...steps.filter(({ patch }) => patch.state === 'succeeded').map(({ step }) => succeeded(journal, step)),
        journal.event(error === null ? 'info' : 'error', endMessage(state, error), { step: error?.step ?? null }),
      ],
      also: async (store, row) => {
        await store.scopes.release(row.id);
        if (hook) await this.#hook(store, row, error);
      },
      snapshot: true,
    });
  }

  async #hook(store: Transaction, row: OperationEntity, error: OperationError | null): Promise<void> {
    const { handler, services } = this.#options;
    if (handler.onState === null) return;
    const input = handler.input.parse(row.input);
    try {
      await handler.onState({ store, services, operation: refOf(row), input, state: row.state, error });
    } catch (cause) {
      throw new HookFailed(cause);
    }
  }
}

/** The event of a step that has succeeded. */
export function succeeded(journal: OperationJournal, { name }: OperationStepEntity) {
  return journal.event('info', `Step ${name} succeeded`, { step: name, state: 'succeeded' });
}

function endMessage(state: OperationState, error: OperationError | null): string {
  if (error !== null) return error.message;
  return `Operation ${state.replace('_', ' ')}`;
}
