import type { ArtifactStore } from '@heddle/artifacts';
import type { Database, Sealer } from '@heddle/data';
import type { LivePublisher } from '@heddle/queue';
import type { RuntimeDriver } from '@heddle/runtime';
import type { ChaincodeBuilds } from './chaincode/chaincode-builds';
import type { Limits } from './limits';

/** What the steps of every operation work with. */
export interface WorkerServices {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly artifacts: ArtifactStore;
  readonly runtime: RuntimeDriver;
  readonly live: LivePublisher;
  readonly builds: ChaincodeBuilds;
  readonly limits: Limits;
  /** The clock; certificates begin to be valid by it. */
  readonly now: () => Date;
}
