import { Injectable, computed, inject, signal } from '@angular/core';
import { api, type Cluster } from '@heddle/contracts';
import { ApiClient } from '../../core/api/api-client';
import { toApiError } from '../../core/api/api-error';
import { clustersByName, noClusters, reduceClusters, type ClustersAction } from './clusters.reducer';

/** The registered clusters, for their list and for what chooses among them. Provided by the page that shows them. */
@Injectable()
export class ClustersStore {
  readonly #client = inject(ApiClient);
  readonly #state = signal(noClusters);

  readonly load = computed(() => this.#state().load);
  readonly clusters = computed(() => clustersByName(this.#state()));

  async reload(): Promise<void> {
    this.#dispatch({ type: 'loading' });
    try {
      this.#dispatch({ type: 'loaded', clusters: await this.#all() });
    } catch (error) {
      this.#dispatch({ type: 'failed', error: toApiError(error) });
    }
  }

  async #all(): Promise<Cluster[]> {
    const clusters: Cluster[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await this.#client.call(api.clusters.list, {
        query: { limit: 200, ...(cursor !== undefined && { cursor }) },
      });
      clusters.push(...page.items);
      cursor = page.nextCursor;
    }
    return clusters;
  }

  #dispatch(action: ClustersAction): void {
    this.#state.update((state) => reduceClusters(state, action));
  }
}
