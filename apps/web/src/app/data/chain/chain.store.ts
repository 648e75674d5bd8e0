import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { api, chainRoom, type ChainId } from '@heddle/contracts';
import { ApiClient } from '../../core/api/api-client';
import { toApiError } from '../../core/api/api-error';
import { entityOf, listOf } from '../../live/entities';
import { LiveFeed } from '../../live/live-feed';
import type { RoomWatch } from '../../live/room-watch';
import { noChain, reduceChain, type ChainAction } from './chain.reducer';


/** The chain that a page and its tabs are about. Provided by the chain page, injected by every tab. */
@Injectable()
export class ChainStore {
  readonly #client = inject(ApiClient);
  readonly #feed = inject(LiveFeed);
  readonly #state = signal(noChain);
  readonly #id = signal<ChainId | null>(null);
  #watch: RoomWatch | null = null;

  readonly load = computed(() => this.#state().load);
  readonly id = this.#id.asReadonly();
  readonly chain = computed(() => entityOf(this.#state().chains, this.#id() ?? ''));
  readonly nodes = computed(() => listOf(this.#state().nodes).sort((a, b) => a.name.localeCompare(b.name)));
  readonly channels = computed(() => listOf(this.#state().channels).sort((a, b) => a.name.localeCompare(b.name)));
  readonly chaincodes = computed(() => listOf(this.#state().chaincodes).sort((a, b) => a.name.localeCompare(b.name)));
  readonly peerOrganizations = computed(() => this.chain()?.spec.organizations.map(({ name }) => name) ?? []);

  constructor() {
    inject(DestroyRef).onDestroy(() => this.#watch?.close());
  }

  show(id: ChainId): void {
    if (id === this.#id()) return;
    this.#watch?.close();
    this.#id.set(id);
    this.#state.set(noChain);
    this.#watch = this.#feed.watch({
      room: chainRoom(id),
      snapshot: () => this.#snapshot(id),
      apply: (payload) => {
        this.dispatch({ type: 'live', payload });
      },
    });
  }

  reload(): void {
    this.#watch?.reload();
  }

  /** Answers to requests enter the same reducer as live events. */
  dispatch(action: ChainAction): void {
    this.#state.update((state) => reduceChain(state, action));
  }

  async #snapshot(chainId: ChainId): Promise<undefined> {
    const params = { chainId };
    this.dispatch({ type: 'loading' });
    try {
      const [chain, nodes, channels] = await Promise.all([
        this.#client.call(api.chains.get, { params }),
        this.#client.call(api.nodes.list, { params }),
        this.#client.call(api.channels.list, { params }),
      ]);
      const chaincodes = await Promise.all(
        channels.items.map(({ id }) => this.#client.call(api.chaincodes.list, { params: { chainId, channelId: id } })),
      );
      if (chainId !== this.#id()) return undefined;
      const snapshot = {
        chain,
        nodes: nodes.items,
        channels: channels.items,
        chaincodes: chaincodes.flatMap(({ items }) => items),
      };
      this.dispatch({ type: 'loaded', snapshot });
    } catch (error) {
      if (chainId === this.#id()) this.dispatch({ type: 'failed', error: toApiError(error) });
    }
    return undefined;
  }
}
