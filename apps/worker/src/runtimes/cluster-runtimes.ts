import type { ClusterEntity } from '@heddle/data';
import type { RuntimeDriver } from '@heddle/runtime';
import type { ChaincodeBuilds } from '../chaincode/chaincode-builds';
import { openClusterRuntime } from './open-cluster-runtime';
import type { RuntimeEnvironment } from './open-runtimes';

/** Where chains run, and where their chaincode is built. */
export interface ClusterRuntime {
  readonly driver: RuntimeDriver;
  readonly builds: ChaincodeBuilds;
}

export interface OpenCluster extends ClusterRuntime, AsyncDisposable {}

interface Entry {
  readonly revision: number;
  readonly cluster: Promise<OpenCluster>;
}

/** Registered clusters, each opened once and anew when its registration has changed. */
export class ClusterRuntimes {
  readonly #environment: RuntimeEnvironment;
  readonly #open = new Map<string, Entry>();

  constructor(environment: RuntimeEnvironment) {
    this.#environment = environment;
  }

  /** @throws RowNotFoundError for a cluster that is not registered */
  async get(name: string): Promise<ClusterRuntime> {
    const row = await this.#environment.database.store.clusters.byName(name);
    const entry = this.#open.get(name);
    if (entry?.revision === row.configRevision) return entry.cluster;
    const cluster = this.#openOnce(name, row);
    if (entry !== undefined) await dispose(entry);
    return cluster;
  }

  /**
   * Opens every registered cluster. Loading the client library stops a process for most of a second, in which it gives
   * no sign of life, so that is better done before it holds an operation. A cluster that cannot be opened is no reason
   * not to start: whoever needs it is told.
   */
  async openAll(): Promise<void> {
    const names = await this.#environment.database.store.clusters.names();
    await Promise.allSettled(names.map((name) => this.get(name)));
  }

  async close(): Promise<void> {
    const entries = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(entries.map(dispose));
  }

  #openOnce(name: string, row: ClusterEntity): Promise<OpenCluster> {
    const cluster = openClusterRuntime(this.#environment, row);
    this.#open.set(name, { revision: row.configRevision, cluster });
    // What could not be opened is tried again by whoever asks next.
    cluster.catch(() => this.#open.delete(name));
    return cluster;
  }
}

async function dispose({ cluster }: Entry): Promise<void> {
  const opened = await cluster.catch(() => undefined);
  await opened?.[Symbol.asyncDispose]();
}
