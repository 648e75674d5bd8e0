import type { OperationsAccessOf } from '@heddle/runtime';
import type { ChaincodeSandbox } from './sandbox/chaincode-sandbox';
import type { BackoffOptions } from './supervision/backoff';
import type { NodeIndex } from './node/node-list';
import type { RotationOptions } from './logs/rotate-log';
import type { ProcessScope } from './process/node-process';

/** The completed steps of a start, in order. A crash may happen between any two. */
export const START_STEPS = [
  'files-written',
  'record-written',
  'ports-checked',
  'starter-spawned',
  'process-found',
] as const;
export type StartStep = (typeof START_STEPS)[number];

/** Shared context of all parts of the local runtime. */
export interface LocalContext extends ProcessScope {
  /** Absolute path of the folder of all nodes. */
  readonly root: string;
  readonly nodes: NodeIndex;
  /** The address that nodes listen on and are reached at. */
  readonly host: string;
  readonly backoff: BackoffOptions;
  readonly rotation: RotationOptions;
  /** Time limit in milliseconds for a started node to become ready. */
  readonly startupMs: number;
  /** How uploaded chaincode is run. */
  readonly sandbox: ChaincodeSandbox;
  /** Credentials for the operations endpoints of a chain's nodes. */
  readonly operationsAccess: OperationsAccessOf;
  /** Called after each step of a start. */
  readonly trace: (step: StartStep) => void;
}
