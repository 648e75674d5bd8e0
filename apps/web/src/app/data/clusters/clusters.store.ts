import { Injectable, computed, inject, signal } from '@angular/core';
import { toApiError } from '@heddle/client';
import { api } from '@heddle/contracts';
import { ApiClient } from '../../core/api/api-client';
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
      this.#dispatch({ type: 'loaded', clusters: await this.#client.all(api.clusters.list, { query: { limit: 200 } }) });
    } catch (error) {
      this.#dispatch({ type: 'failed', error: toApiError(error) });
    }
  }

  #dispatch(action: ClustersAction): void {
    this.#state.update((state) => reduceClusters(state, action));
  }
}
