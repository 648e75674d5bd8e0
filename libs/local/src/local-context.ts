import type { OperationsAccessOf } from '@heddle/runtime';
import type { ChaincodeSandbox } from './sandbox/chaincode-sandbox';
import type { BackoffOptions } from './supervision/backoff';
import type { RotationOptions } from './logs/rotate-log';
import type { ProcessScope } from './process/node-process';

/** What a start has just done, in this order; a crash may come between any two. */
export const START_STEPS = [
  'files-written',
  'record-written',
  'ports-checked',
  'starter-spawned',
  'process-found',
] as const;
export type StartStep = (typeof START_STEPS)[number];

/** What every part of the local runtime works with. */
export interface LocalContext extends ProcessScope {
  /** Absolute folder of all nodes. */
  readonly root: string;
  /** The address that nodes listen on and are reached at. */
  readonly host: string;
  readonly backoff: BackoffOptions;
  readonly rotation: RotationOptions;
  /** How long a started node may take before it counts as unready, in milliseconds. */
  readonly startupMs: number;
  /** How uploaded chaincode is run. */
  readonly sandbox: ChaincodeSandbox;
  /** What opens the operations endpoints of a chain's nodes. */
  readonly operationsAccess: OperationsAccessOf;
  /** Told after each step of a start. */
  readonly trace: (step: StartStep) => void;
}
