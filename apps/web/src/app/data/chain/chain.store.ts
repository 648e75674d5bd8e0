import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { entityOf, listOf, type RoomWatch, toApiError } from '@heddle/client';
import { api, chainRoom, type ChainId, type ChannelId } from '@heddle/contracts';
import { ApiClient } from '../../core/api/api-client';
import { LiveFeed } from '../../live/live-feed';
import { anyHolder, chainHolder, channelHolder } from './holders';
import { noChain, reduceChain, type ChainAction } from './chain.reducer';
import { measuredChannel, measuredNode } from './measurements';

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
  readonly nodes = computed(() => {
    const { nodes, measurements } = this.#state();
    return listOf(nodes)
      .map((node) => measuredNode(node, measurements))
      .sort((a, b) => a.name.localeCompare(b.name));
  });
  readonly channels = computed(() =>
    listOf(this.#state().channels)
      .map((channel) => measuredChannel(channel, this.nodes()))
      .sort((a, b) => a.name.localeCompare(b.name)),
  );
  readonly chaincodes = computed(() => listOf(this.#state().chaincodes).sort((a, b) => a.name.localeCompare(b.name)));
  readonly peerOrganizations = computed(() => this.chain()?.spec.organizations.map(({ name }) => name) ?? []);
  /** The unfinished operation that everything on this chain has to wait for. */
  readonly holder = computed(() => chainHolder(this.#state()));
  /** The unfinished operation, on the chain or in one of its channels, that what concerns the whole chain waits for. */
  readonly anyHolder = computed(() => anyHolder(this.#state()));

  constructor() {
    inject(DestroyRef).onDestroy(() => this.#watch?.close());
  }

  /** The unfinished operation that what concerns this channel has to wait for. */
  holderOf(channelId: ChannelId): string | null {
    return channelHolder(this.#state(), channelId);
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
        this.#client.ask(api.chains.get, { params }),
        this.#client.ask(api.nodes.list, { params }),
        this.#client.ask(api.channels.list, { params }),
      ]);
      const chaincodes = await Promise.all(
        channels.items.map(({ id }) => this.#client.ask(api.chaincodes.list, { params: { chainId, channelId: id } })),
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
