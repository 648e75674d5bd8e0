import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { type ApiError, toApiError, type Watch } from '@heddle/client';
import { api, type BlockSummary, type ChainId, type ChannelId } from '@heddle/contracts';
import { ApiClient } from '../../../core/api/api-client';
import { LiveFeed } from '../../../live/live-feed';

const PAGE = 10;

interface BlocksState {
  height: number | null;
  /** Newest first, by number, without doubles. */
  blocks: readonly BlockSummary[];
  error: ApiError | null;
}

/** Adds blocks, newest first; a block that is there already stays as it is, since blocks never change. */
export function withBlocks(held: readonly BlockSummary[], more: readonly BlockSummary[]): BlockSummary[] {
  const byNumber = new Map([...more, ...held].map((block) => [block.number, block]));
  return [...byNumber.values()].sort((a, b) => b.number - a.number);
}

/** The newest blocks of a channel and, page by page, older ones. Provided by the channel page. */
@Injectable()
export class BlocksStore {
  readonly #client = inject(ApiClient);
  readonly #state = signal<BlocksState>({ height: null, blocks: [], error: null });
  readonly #feed = inject(LiveFeed);
  #watch: Watch | null = null;
  /** What arrived before the first page was there. */
  #early: { height: number; blocks: readonly BlockSummary[] } | null = null;
  #params: { chainId: ChainId; channelId: ChannelId } | null = null;

  readonly blocks = computed(() => this.#state().blocks);
  readonly height = computed(() => this.#state().height);
  readonly error = computed(() => this.#state().error);
  readonly hasMore = computed(() => (this.#state().blocks.at(-1)?.number ?? 0) > 0);

  constructor() {
    inject(DestroyRef).onDestroy(() => this.#watch?.close());
  }

  show(chainId: ChainId, channelId: ChannelId): Promise<void> {
    if (this.#params?.channelId !== channelId) {
      this.#state.set({ height: null, blocks: [], error: null });
      this.#early = null;
    }
    this.#params = { chainId, channelId };
    return this.again();
  }

  /** Asks for the newest, now and as they are committed; also after it was refused, as of a stopped chain. */
  again(): Promise<void> {
    this.#watch?.close();
    if (this.#params !== null) {
      const arrived = (height: number, blocks: readonly BlockSummary[]) => {
        this.#arrived(height, blocks);
      };
      this.#watch = this.#feed.blocks({ ...this.#params, arrived });
    }
    return this.#load({ limit: PAGE });
  }

  more(): Promise<void> {
    const before = this.blocks().at(-1)?.number;
    return this.#load(before === undefined ? { limit: PAGE } : { limit: PAGE, before });
  }

  /** New blocks, the newest last. Missing ones before them are read from the server. */
  #arrived(height: number, blocks: readonly BlockSummary[]): void {
    const known = this.height();
    if (known === null) {
      if (height > (this.#early?.height ?? 0)) this.#early = { height, blocks };
      return;
    }
    if (height <= known) return;
    if ((blocks[0]?.number ?? height) > known) void this.#load({ limit: PAGE });
    else this.#add(height, blocks);
  }

  async #load(query: { limit: number; before?: number }): Promise<void> {
    const params = this.#params;
    if (params === null) return;
    try {
      const answer = await this.#client.ask(api.blocks.list, { params, query });
      if (params !== this.#params) return;
      this.#add(answer.height, answer.items);
      const early = this.#early;
      this.#early = null;
      if (early !== null) this.#arrived(early.height, early.blocks);
    } catch (error) {
      if (params === this.#params) this.#state.update((state) => ({ ...state, error: toApiError(error) }));
    }
  }

  #add(height: number, more: readonly BlockSummary[]): void {
    this.#state.update((state) => ({
      height: Math.max(state.height ?? 0, height),
      blocks: withBlocks(state.blocks, more),
      error: null,
    }));
  }
}
