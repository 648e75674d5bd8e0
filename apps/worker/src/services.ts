import type { ArtifactStore } from '@heddle/artifacts';
import type { Database, Sealer } from '@heddle/data';
import type { LivePublisher } from '@heddle/queue';
import type { ChaincodeBuilds } from './chaincode/chaincode-builds';
import type { Limits } from './limits';
import type { ChainRuntimes } from './runtimes/chain-runtimes';
import type { RepairTurns } from './runtimes/repair-turns';

/** What the steps of every operation work with. */
export interface WorkerServices {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly artifacts: ArtifactStore;
  readonly runtimes: ChainRuntimes;
  readonly turns: RepairTurns;
  readonly live: LivePublisher;
  readonly builds: ChaincodeBuilds;
  /** Folder of uploaded chaincode sources, each under the hash of its content. */
  readonly sources: string;
  readonly limits: Limits;
  /** The clock; certificates begin to be valid by it. */
  readonly now: () => Date;
}
