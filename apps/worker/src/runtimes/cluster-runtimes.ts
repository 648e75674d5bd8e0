import { OpenedClusters, type KubernetesRuntime } from '@heddle/k8s';
import { openClusterRuntime } from './open-cluster-runtime';
import type { RuntimeEnvironment } from './runtime-environment';

/** Registered clusters as runtimes. */
export class ClusterRuntimes {
  readonly #environment: RuntimeEnvironment;
  readonly #opened = new OpenedClusters<KubernetesRuntime>((cluster) => cluster.close());

  constructor(environment: RuntimeEnvironment) {
    this.#environment = environment;
  }

  /** @throws RowNotFoundError if the cluster is not registered */
  async get(name: string): Promise<KubernetesRuntime> {
    const row = await this.#environment.database.store.clusters.byName(name);
    return this.#opened.get(name, row.configRevision, () => openClusterRuntime(this.#environment, row));
  }

  /**
   * Opens every registered cluster. Loading the client library blocks a process for most of a second, so it happens
   * before the process holds an operation. A cluster that cannot be opened does not prevent the start; calls that need
   * it fail.
   */
  async openAll(): Promise<void> {
    const names = await this.#environment.database.store.clusters.names();
    await Promise.allSettled(names.map((name) => this.get(name)));
  }

  close(): Promise<void> {
    return this.#opened.close();
  }
}
