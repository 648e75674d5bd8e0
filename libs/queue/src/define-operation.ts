import {
  type ChainId,
  OPERATION_INPUTS,
  type OperationError,
  type OperationId,
  type OperationInput,
  type OperationKind,
  type OperationState,
} from '@heddle/contracts';
import type { Fence, Transaction } from '@heddle/data';
import type { z } from 'zod';

/** What a step knows about its operation. */
export interface OperationRef {
  readonly id: OperationId;
  readonly kind: OperationKind;
  readonly chainId: ChainId;
  readonly subject: string;
  readonly requestedBy: string;
  /** Starts at 1; each retry by a user adds 1. */
  readonly attempt: number;
}

/** Reports what a step does. Every call becomes an event of the operation, in order. */
export interface Reporter {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  /**
   * `done` of `of` parts of this step are finished. The message names what the step waits for. Fewer parts than before
   * count as no change.
   */
  progress(done: number, of: number, message: string): void;
  /** Raw output of a tool. Lines that arrive close together become one event of level `debug`. */
  log(lines: string | readonly string[]): void;
}

/** Small JSON values that survive a crash. The steps of an operation share them. */
export interface CheckpointStore {
  /** The value, checked by its schema; undefined if it was never set. */
  get<T>(key: string, schema: z.ZodType<T>): T | undefined;
  /** @throws LeaseLostError */
  set(key: string, value: unknown): Promise<void>;
}

export interface StepContext<Input, Services> {
  readonly operation: OperationRef;
  readonly input: Input;
  readonly services: Services;
  readonly report: Reporter;
  /**
   * Aborted when the operation is cancelled, the worker drains or the lease is lost. Stop waiting and end child
   * processes.
   */
  readonly signal: AbortSignal;
  /** Number of starts of this step, including this one. */
  readonly attempt: number;
  readonly checkpoint: CheckpointStore;
  /** Fencing token: systems that check it can reject a late worker. */
  readonly fence: Fence;
  /**
   * A database transaction that commits only while this worker still holds the operation.
   * @throws LeaseLostError
   */
  readonly transaction: <T>(work: (store: Transaction) => Promise<T>) => Promise<T>;
}

/**
 * Inspects the current state, acts, and verifies the result. It must be safe to run again after a crash at any point.
 */
export type StepFunction<Input, Services> = (context: StepContext<Input, Services>) => Promise<void>;

/** Retry policy for errors with `retryable: true`. Times in milliseconds. */
export interface RetryPolicy {
  /** Total number of attempts. */
  attempts: number;
  /** Pause before the second attempt. It doubles with each further attempt. */
  delayMs: number;
  maxDelayMs: number;
  /** No attempt starts later than this after the first one. */
  maxElapsedMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 5, delayMs: 250, maxDelayMs: 5_000, maxElapsedMs: 60_000 };

export interface Step<Input, Services> {
  readonly name: string;
  readonly weight: number;
  readonly retry: RetryPolicy;
  readonly run: StepFunction<Input, Services>;
  readonly undo: StepFunction<Input, Services> | null;
}

export interface StepOptions {
  /** Share of the operation's progress, in the same unit as the weights of the other steps. */
  weight: number;
  retry?: Partial<RetryPolicy>;
}

/** One step. `undo` removes what `run` may have created, even if `run` was interrupted. */
export function step<Input, Services>(
  name: string,
  { weight, retry }: StepOptions,
  run: StepFunction<Input, Services>,
  undo?: StepFunction<Input, Services>,
): Step<Input, Services> {
  return { name, weight, retry: { ...DEFAULT_RETRY, ...retry }, run, undo: undo ?? null };
}

/** A change of an operation's state, reported in the transaction that writes it. */
export interface StateChange<Input, Services> {
  /** Write the consequences of the change here. They are committed together with it. */
  readonly store: Transaction;
  readonly services: Services;
  readonly operation: OperationRef;
  readonly input: Input;
  readonly state: OperationState;
  readonly error: OperationError | null;
}

export interface OperationOptions<Input, Services> {
  /** Increase it when steps change so that an older worker cannot continue. Older workers then skip the operation. */
  version?: number;
  steps: readonly Step<Input, Services>[];
  /**
   * Called inside the transaction when the operation starts (`running`, `rolling_back`; again after a crash) and when
   * it ends (`succeeded`, `failed`, `cancelled`, `rolled_back`). Set the state of the chain or channel here.
   */
  onState?: (change: StateChange<Input, Services>) => Promise<void>;
}

/** How one kind of operation is executed. */
export interface OperationHandler<Kind extends OperationKind, Services> {
  readonly kind: Kind;
  readonly version: number;
  readonly input: (typeof OPERATION_INPUTS)[Kind];
  readonly steps: readonly Step<OperationInput<Kind>, Services>[];
  readonly onState: ((change: StateChange<OperationInput<Kind>, Services>) => Promise<void>) | null;
}

/** An operation as data that reads top to bottom. The schema of its input comes from contracts. */
export function defineOperation<Kind extends OperationKind, Services>(
  kind: Kind,
  { version = 1, steps, onState }: OperationOptions<OperationInput<Kind>, Services>,
): OperationHandler<Kind, Services> {
  const names = steps.map(({ name }) => name);
  if (names.length === 0 || new Set(names).size !== names.length) {
    throw new TypeError(`The steps of ${kind} must have unique names: ${names.join(', ')}`);
  }
  return { kind, version, input: OPERATION_INPUTS[kind], steps, onState: onState ?? null };
}
