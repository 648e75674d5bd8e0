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

/** What a step may know of the operation that it belongs to. */
export interface OperationRef {
  readonly id: OperationId;
  readonly kind: OperationKind;
  readonly chainId: ChainId;
  readonly subject: string;
  readonly requestedBy: string;
  /** 1, then one more with each retry by a person. */
  readonly attempt: number;
}

/** Tells people what a step does; every call becomes an event of the operation, in order. */
export interface Reporter {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  /** `done` of `of` parts of this step are finished; the message says what is being waited for. Less than before counts as no change. */
  progress(done: number, of: number, message: string): void;
  /** Raw output of a tool; lines that come close together travel as one event of level `debug`. */
  log(lines: string | readonly string[]): void;
}

/** Small JSON values that survive a crash and are shared by the steps of an operation. */
export interface CheckpointStore {
  /** The value, checked by its schema; undefined when it was never set. */
  get<T>(key: string, schema: z.ZodType<T>): T | undefined;
  /** @throws LeaseLostError */
  set(key: string, value: unknown): Promise<void>;
}

export interface StepContext<Input, Services> {
  readonly operation: OperationRef;
  readonly input: Input;
  readonly services: Services;
  readonly report: Reporter;
  /** Aborted when the operation is cancelled, the worker drains or the lease is lost: stop waiting, end children. */
  readonly signal: AbortSignal;
  /** How often this step has been started, this time included. */
  readonly attempt: number;
  readonly checkpoint: CheckpointStore;
  /** Proof of ownership; systems that know fencing numbers can refuse a late worker by it. */
  readonly fence: Fence;
  /**
   * A database transaction that commits only while this worker still holds the operation.
   * @throws LeaseLostError
   */
  readonly transaction: <T>(work: (store: Transaction) => Promise<T>) => Promise<T>;
}

/** Looks at the world, acts, proves; running it again after a crash in its middle must be right. */
export type StepFunction<Input, Services> = (context: StepContext<Input, Services>) => Promise<void>;

/** How errors with `retryable: true` are met before the operation fails. Times in milliseconds. */
export interface RetryPolicy {
  /** Tries in all. */
  attempts: number;
  /** Pause before the second try; it doubles with each further one. */
  delayMs: number;
  maxDelayMs: number;
  /** No further try begins later than this after the first one. */
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
  /** Share of the operation's progress, in the same unit as the other steps' weights. */
  weight: number;
  retry?: Partial<RetryPolicy>;
}

/** One step; `undo` removes what `run` may have made, also when it only half ran. */
export function step<Input, Services>(
  name: string,
  { weight, retry }: StepOptions,
  run: StepFunction<Input, Services>,
  undo?: StepFunction<Input, Services>,
): Step<Input, Services> {
  return { name, weight, retry: { ...DEFAULT_RETRY, ...retry }, run, undo: undo ?? null };
}

/** A change of an operation's state, told in the transaction that makes it. */
export interface StateChange<Input, Services> {
  /** Write what follows from the change here: it is committed with it, or not at all. */
  readonly store: Transaction;
  readonly services: Services;
  readonly operation: OperationRef;
  readonly input: Input;
  readonly state: OperationState;
  readonly error: OperationError | null;
}

export interface OperationOptions<Input, Services> {
  /** Raise it when steps change so that an older worker could not go on; older workers then leave it alone. */
  version?: number;
  steps: readonly Step<Input, Services>[];
  /**
   * Called inside of the transaction when the operation begins (`running`, `rolling_back`; again after a crash) and
   * when it ends (`succeeded`, `failed`, `cancelled`, `rolled_back`): the place to set the chain's or channel's state.
   */
  onState?: (change: StateChange<Input, Services>) => Promise<void>;
}

/** How one kind of operation is carried out. */
export interface OperationHandler<Kind extends OperationKind, Services> {
  readonly kind: Kind;
  readonly version: number;
  readonly input: (typeof OPERATION_INPUTS)[Kind];
  readonly steps: readonly Step<OperationInput<Kind>, Services>[];
  readonly onState: ((change: StateChange<OperationInput<Kind>, Services>) => Promise<void>) | null;
}

/** An operation is data that reads top to bottom; its input's schema is the contract's. */
export function defineOperation<Kind extends OperationKind, Services>(
  kind: Kind,
  { version = 1, steps, onState }: OperationOptions<OperationInput<Kind>, Services>,
): OperationHandler<Kind, Services> {
  const names = steps.map(({ name }) => name);
  if (names.length === 0 || new Set(names).size !== names.length) {
    throw new TypeError(`The steps of ${kind} need names that differ: ${names.join(', ')}`);
  }
  return { kind, version, input: OPERATION_INPUTS[kind], steps, onState: onState ?? null };
}
