import type { ArtifactStore } from '@heddle/artifacts';
import type { DataLayout, Settings } from '@heddle/config';
import type { Database, Sealer } from '@heddle/data';
import type { OperationsAccessOf, RuntimeDriver } from '@heddle/runtime';
import type { ChaincodeBuilds } from '../chaincode/chaincode-builds';

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

/** Where chains run and their chaincode is built. */
export interface ClusterRuntime {
  readonly driver: RuntimeDriver;
  readonly builds: ChaincodeBuilds;
}

export interface OpenCluster extends ClusterRuntime, AsyncDisposable {}
