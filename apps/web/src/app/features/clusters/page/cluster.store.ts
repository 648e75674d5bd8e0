import { Injectable, computed, inject, signal } from '@angular/core';
import { toApiError } from '@heddle/client';
import { api, type Chain, type Cluster, type ClusterId } from '@heddle/contracts';
import { ApiClient } from '../../../core/api/api-client';
import { noCluster, reduceCluster, type ClusterAction } from './cluster.reducer';

/** The cluster that a page is about. Provided by that page. */
@Injectable()
export class ClusterStore {
  readonly #client = inject(ApiClient);
  readonly #state = signal(noCluster);
  #id: ClusterId | null = null;

  readonly load = computed(() => this.#state().load);
  readonly cluster = computed(() => this.#state().cluster);
  readonly nodes = computed(() => this.#state().nodes);
  readonly chains = computed(() => this.#state().chains);

  async show(id: ClusterId): Promise<void> {
    if (id !== this.#id) this.#state.set(noCluster);
    this.#id = id;
    await Promise.all([this.#loadCluster(id), this.loadNodes()]);
  }

  /** Asks the cluster itself, which takes a while when it does not answer. */
  async loadNodes(): Promise<void> {
    const clusterId = this.#id;
    if (clusterId === null) return;
    this.#dispatch(clusterId, { type: 'nodesLoading' });
    try {
      const { items } = await this.#client.ask(api.clusters.nodes, { params: { clusterId } });
      this.#dispatch(clusterId, { type: 'nodes', nodes: items });
    } catch (error) {
      this.#dispatch(clusterId, { type: 'nodesFailed', error: toApiError(error) });
    }
  }

  /** Tests the connection and shows what the test left the cluster as. @throws ApiError */
  async test(clusterId: ClusterId): Promise<void> {
    const { nodes } = await this.#client.ask(api.clusters.test, { params: { clusterId } });
    if (nodes.length > 0) this.#dispatch(clusterId, { type: 'nodes', nodes });
    await this.#loadCluster(clusterId);
  }

  async #loadCluster(clusterId: ClusterId): Promise<void> {
    try {
      const cluster = await this.#client.ask(api.clusters.get, { params: { clusterId } });
      this.#dispatch(clusterId, { type: 'cluster', cluster });
      this.#dispatch(clusterId, { type: 'chains', chains: cluster.chains === 0 ? [] : await this.#chainsOn(cluster) });
    } catch (error) {
      this.#dispatch(clusterId, { type: 'failed', error: toApiError(error) });
    }
  }

  /** The list of chains has no filter for clusters: it is read until all that the cluster counts are found. */
  async #chainsOn({ name, chains: count }: Cluster): Promise<Chain[]> {
    const found: Chain[] = [];
    for await (const chain of this.#client.items(api.chains.list, { query: { limit: 200 } })) {
      if (chain.cluster === name && chain.status.state !== 'released') found.push(chain);
      if (found.length === count) break;
    }
    return found;
  }

  #dispatch(clusterId: ClusterId, action: ClusterAction): void {
    if (clusterId === this.#id) this.#state.update((state) => reduceCluster(state, action));
  }
}
