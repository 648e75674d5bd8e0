import { Injectable, computed, inject, signal } from '@angular/core';
import { api, type BlockSummary, type ChainId, type ChannelId } from '@heddle/contracts';
import { ApiClient } from '../../../core/api/api-client';
import { toApiError, type ApiError } from '../../../core/api/api-error';

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
  #params: { chainId: ChainId; channelId: ChannelId } | null = null;

  readonly blocks = computed(() => this.#state().blocks);
  readonly height = computed(() => this.#state().height);
  readonly error = computed(() => this.#state().error);
  readonly hasMore = computed(() => (this.#state().blocks.at(-1)?.number ?? 0) > 0);

  show(chainId: ChainId, channelId: ChannelId): Promise<void> {
    if (this.#params?.channelId !== channelId) this.#state.set({ height: null, blocks: [], error: null });
    this.#params = { chainId, channelId };
    return this.again();
  }

  /** Asks once more for the newest. */
  again(): Promise<void> {
    return this.#load({ limit: PAGE });
  }

  more(): Promise<void> {
    const before = this.blocks().at(-1)?.number;
    return this.#load(before === undefined ? { limit: PAGE } : { limit: PAGE, before });
  }

  /** A block from the live feed. A hole before it is filled from the server. */
  arrived(block: BlockSummary): void {
    const newest = this.blocks()[0]?.number ?? -1;
    this.#add(Math.max(this.height() ?? 0, block.number + 1), [block]);
    if (block.number > newest + 1) void this.#load({ limit: PAGE });
  }

  async #load(query: { limit: number; before?: number }): Promise<void> {
    const params = this.#params;
    if (params === null) return;
    try {
      const answer = await this.#client.call(api.blocks.list, { params, query });
      if (params === this.#params) this.#add(answer.height, answer.items);
    } catch (error) {
      if (params === this.#params) this.#state.update((state) => ({ ...state, error: toApiError(error) }));
    }
  }

  #add(height: number, more: readonly BlockSummary[]): void {
    this.#state.update(({ blocks }) => ({ height, blocks: withBlocks(blocks, more), error: null }));
  }
}
