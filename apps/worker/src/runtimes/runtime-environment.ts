import type { ArtifactStore } from '@heddle/artifacts';
import type { DataLayout, Settings } from '@heddle/config';
import type { Database, Sealer } from '@heddle/data';
import type { OperationsAccessOf } from '@heddle/runtime';

/** The environment that runtimes are opened with. */
export interface RuntimeEnvironment {
  readonly settings: Settings;
  readonly layout: DataLayout;
  readonly database: Database;
  readonly sealer: Sealer;
  readonly artifacts: ArtifactStore;
  /** Credentials for the operations endpoints of a chain's nodes. */
  readonly operationsAccess: OperationsAccessOf;
}
