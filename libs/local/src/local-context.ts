import type { BackoffOptions } from './supervision/backoff';
import type { RotationOptions } from './logs/rotate-log';
import type { ProcessScope } from './process/node-process';

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
}
