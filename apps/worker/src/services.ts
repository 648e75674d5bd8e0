import type { ArtifactStore } from '@heddle/artifacts';
import type { Database, Sealer } from '@heddle/data';
import type { LivePublisher } from '@heddle/queue';
import type { Limits } from './limits';
import type { ChainRuntimes } from './runtimes/chain-runtimes';
import type { RepairLock } from './runtimes/repair-lock';

/** Services for the steps of every operation. */
export interface WorkerServices {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly artifacts: ArtifactStore;
  readonly runtimes: ChainRuntimes;
  readonly repairLock: RepairLock;
  readonly live: LivePublisher;
  /** Folder of uploaded chaincode sources, named by the hash of their content. */
  readonly sources: string;
  readonly limits: Limits;
  /** The clock for the validity of certificates. */
  readonly now: () => Date;
}
