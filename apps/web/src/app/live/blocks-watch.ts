import {
  assertNever,
  type BlockSummary,
  type BlocksAck,
  type BlocksMessage,
  type ChainId,
  type ChannelId,
  type Problem,
  type SubscribeBlocks,
} from '@heddle/contracts';
import { ApiError } from '../core/api/api-error';

const RETRY_MS = 3_000;

export interface BlocksOptions {
  readonly chainId: ChainId;
  readonly channelId: ChannelId;
  /** The channel has `height` blocks; `blocks` ascend to the newest, and older ones may be missing. */
  readonly arrived: (height: number, blocks: readonly BlockSummary[]) => void;
}

interface BlocksLink {
  readonly subscribe: (request: SubscribeBlocks) => void;
  readonly closed: () => void;
}

/** New blocks of one channel over the live feed, also after a lost connection; `arrived` then names the height. */
export class BlocksWatch {
  readonly channelId: ChannelId;
  readonly #options: BlocksOptions;
  readonly #link: BlocksLink;
  #asked = false;
  #closed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: BlocksOptions, link: BlocksLink) {
    this.channelId = options.channelId;
    this.#options = options;
    this.#link = link;
  }

  join(): void {
    clearTimeout(this.#retry);
    const { chainId, channelId } = this.#options;
    if (!this.#closed) this.#link.subscribe({ chainId, channelId });
  }

  /** @returns whether a request may be sent over the connection that there is now */
  ask(): boolean {
    if (this.#closed || this.#asked) return false;
    this.#asked = true;
    return true;
  }

  acknowledged(answer: BlocksAck): void {
    if (this.#closed) return;
    if (answer.ok) this.#options.arrived(answer.height, []);
    else this.#failed(answer.problem);
  }

  received(message: BlocksMessage): void {
    if (this.#closed) return;
    switch (message.type) {
      case 'blocks':
        this.#options.arrived(message.height, message.blocks);
        return;
      case 'ended':
        this.#failed(message.problem);
        return;
      default:
        assertNever(message);
    }
  }

  disconnected(): void {
    this.#asked = false;
    clearTimeout(this.#retry);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#link.closed();
  }

  /** The page says by itself why blocks cannot be read, as for a stopped chain; it watches again once they can. */
  #failed(problem: Problem): void {
    if (!new ApiError(problem).retryable) {
      this.close();
      return;
    }
    this.#asked = false;
    this.#retry = setTimeout(() => {
      this.join();
    }, RETRY_MS);
  }
}
