import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { toApiError } from '@heddle/client';
import { api, type ChainId, type LivePayload, type OperationState } from '@heddle/contracts';
import { ApiClient } from '../../core/api/api-client';
import { LiveFeed } from '../../live/live-feed';
import { noOperations, reduceOperations, type OperationsAction } from './operations.reducer';

export interface OperationFilter {
  chainId?: ChainId | undefined;
  state?: OperationState | undefined;
}

/** A list of operations, newest first, kept in step with the `user` room. Provided by the page that shows it. */
@Injectable()
export class OperationsStore {
  readonly #client = inject(ApiClient);
  readonly #state = signal(noOperations);
  #filter: OperationFilter = {};
  #turn = 0;

  readonly load = computed(() => this.#state().load);
  readonly operations = computed(() => this.#state().operations);
  readonly arrivals = computed(() => this.#state().arrivals.length);
  readonly hasMore = computed(() => this.#state().nextCursor !== null);

  readonly #watch = inject(LiveFeed).watch({
    room: 'user',
    snapshot: () => this.#loadPage(),
    apply: (payload) => {
      if (this.#concerns(payload)) this.#dispatch({ type: 'live', payload });
    },
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.#watch.close();
    });
  }

  filter(filter: OperationFilter): void {
    if (filter.chainId === this.#filter.chainId && filter.state === this.#filter.state) return;
    this.#filter = filter;
    this.#watch.reload();
  }

  reload(): void {
    this.#watch.reload();
  }

  async more(): Promise<void> {
    const cursor = this.#state().nextCursor;
    if (cursor === null) return;
    try {
      const page = await this.#client.ask(api.operations.list, { query: { ...this.#filter, cursor } });
      this.#dispatch({ type: 'more', page });
    } catch (error) {
      this.#dispatch({ type: 'failed', error: toApiError(error) });
    }
  }

  async #loadPage(): Promise<undefined> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const page = await this.#client.ask(api.operations.list, { query: this.#filter });
      if (turn === this.#turn) this.#dispatch({ type: 'loaded', page });
    } catch (error) {
      if (turn === this.#turn) this.#dispatch({ type: 'failed', error: toApiError(error) });
    }
    return undefined;
  }

  #concerns(payload: LivePayload): boolean {
    return (
      payload.topic !== 'operation' ||
      this.#filter.chainId === undefined ||
      payload.operation.chainId === this.#filter.chainId
    );
  }

  #dispatch(action: OperationsAction): void {
    this.#state.update((state) => reduceOperations(state, action));
  }
}
