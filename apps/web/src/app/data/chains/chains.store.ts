import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { toApiError } from '@heddle/client';
import { api } from '@heddle/contracts';
import { ApiClient } from '../../core/api/api-client';
import { LiveFeed } from '../../live/live-feed';
import { chainsInOrder, noChains, reduceChains, type ChainsAction } from './chains.reducer';

export interface ChainFilter {
  search: string;
  state: string;
}

/** The list of chains, kept in step with the `user` room. Provided by the page that shows it. */
@Injectable()
export class ChainsStore {
  readonly #client = inject(ApiClient);
  readonly #state = signal(noChains);
  #filter: ChainFilter = { search: '', state: '' };
  #turn = 0;

  readonly load = computed(() => this.#state().load);
  readonly chains = computed(() => chainsInOrder(this.#state()));
  readonly total = computed(() => this.#state().total ?? this.chains().length);
  readonly arrivals = computed(() => this.#state().arrivals.length);
  readonly hasMore = computed(() => this.#state().nextCursor !== null);

  readonly #watch = inject(LiveFeed).watch({
    room: 'user',
    snapshot: () => this.#loadPage(),
    apply: (payload) => {
      this.#dispatch({ type: 'live', payload });
    },
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.#watch.close();
    });
  }

  /** Shows what fits; an unchanged filter asks nothing. */
  filter(filter: ChainFilter): void {
    if (filter.search === this.#filter.search && filter.state === this.#filter.state) return;
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
      const page = await this.#client.ask(api.chains.list, { query: { ...this.#query(), cursor } });
      this.#dispatch({ type: 'more', page });
    } catch (error) {
      this.#dispatch({ type: 'failed', error: toApiError(error) });
    }
  }

  async #loadPage(): Promise<undefined> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#dispatch({ type: 'loading' });
    try {
      const page = await this.#client.ask(api.chains.list, { query: this.#query() });
      // A slow answer to an earlier filter must not replace a later one's.
      if (turn === this.#turn) this.#dispatch({ type: 'loaded', page });
    } catch (error) {
      if (turn === this.#turn) this.#dispatch({ type: 'failed', error: toApiError(error) });
    }
    return undefined;
  }

  #query(): { search?: string; state?: string } {
    const { search, state } = this.#filter;
    return { ...(search === '' ? {} : { search }), ...(state === '' ? {} : { state }) };
  }

  #dispatch(action: ChainsAction): void {
    this.#state.update((state) => reduceChains(state, action));
  }
}
