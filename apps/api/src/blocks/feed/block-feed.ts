import { setTimeout as delay } from 'node:timers/promises';
import type { BlockSummary } from '@heddle/contracts';
import { isAborted } from '../../chaincode-events/is-aborted';

/** Where the blocks of one channel come from. */
export interface BlockSource<Message> {
  /** Blocks from this number on, until a peer goes away or the signal is aborted. */
  open(from: number, signal: AbortSignal): AsyncIterable<Message>;
  summaryOf(message: Message): BlockSummary;
  /** Whether there is nothing to wait for after this failure. */
  isFinal(error: unknown): boolean;
}

export interface BlockSink {
  writable(): boolean;
  block(block: BlockSummary): void;
}

interface BlockFeedOptions<Message> {
  readonly source: BlockSource<Message>;
  readonly height: number;
  /** Blocks that come within this time are told as their newest, in milliseconds. */
  readonly coalesceMs: number;
  readonly pauseMs: number;
  /** Told of each failure that passes. */
  readonly onFailure: (error: unknown) => void;
}

/** One stream of blocks from a peer, for all clients that watch one channel. It keeps the newest block and no other. */
export class BlockFeed<Message> {
  readonly #options: BlockFeedOptions<Message>;
  readonly #abort = new AbortController();
  /** The number of the last block that each client was told. */
  readonly #told = new Map<BlockSink, number>();
  #next: number;
  #newest: BlockSummary | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BlockFeedOptions<Message>) {
    this.#options = options;
    this.#next = options.height;
  }

  get size(): number {
    return this.#told.size;
  }

  add(sink: BlockSink): void {
    this.#told.set(sink, -1);
  }

  remove(sink: BlockSink): void {
    this.#told.delete(sink);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  /** Follows the channel until it is stopped or gone; never rejects. */
  async run(): Promise<void> {
    const { signal } = this.#abort;
    while (!isAborted(signal)) {
      if (await this.#ends(signal)) return;
      await delay(this.#options.pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** A client that drained gets what it could not take before. */
  catchUp(sink: BlockSink): void {
    const told = this.#told.get(sink);
    if (this.#newest === undefined || told === undefined || told >= this.#newest.number || !sink.writable()) return;
    this.#told.set(sink, this.#newest.number);
    sink.block(this.#newest);
  }

  async #ends(signal: AbortSignal): Promise<boolean> {
    try {
      for await (const message of this.#options.source.open(this.#next, signal)) this.#arrived(message);
      return false;
    } catch (error) {
      if (isAborted(signal) || this.#options.source.isFinal(error)) return true;
      this.#options.onFailure(error);
      return false;
    }
  }

  #arrived(message: Message): void {
    this.#newest = this.#options.source.summaryOf(message);
    this.#next = this.#newest.number + 1;
    this.#timer ??= setTimeout(() => {
      this.#flush();
    }, this.#options.coalesceMs);
  }

  #flush(): void {
    this.#timer = undefined;
    for (const sink of this.#told.keys()) this.catchUp(sink);
  }
}
