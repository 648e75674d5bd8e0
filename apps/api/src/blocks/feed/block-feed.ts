import { BLOCKS_PER_MESSAGE, type BlockSummary, type Problem } from '@heddle/contracts';
import { follow, type Followed } from '../../live/follow';

/** The source of one channel's blocks. */
export interface BlockSource extends Pick<Followed<BlockSummary>, 'check' | 'isPassing'> {
  open(fromBlock: number, signal: AbortSignal): Promise<AsyncIterable<BlockSummary>>;
  /** Why the feed ends, for its clients. */
  problem(error: unknown): Problem;
}

/** One client's end of a feed. */
export interface BlockSink {
  /**
   * False while the client reads more slowly than blocks are committed; it gets the newest ones once it reads again.
   */
  writable(): boolean;
  blocks(height: number, blocks: readonly BlockSummary[]): void;
  ended(problem: Problem): void;
}

interface BlockFeedOptions {
  readonly source: BlockSource;
  /** Number of blocks that the channel has. */
  readonly height: number;
  readonly pauseMs: number;
  /** Interval in milliseconds over which blocks are collected into one message. */
  readonly gatherMs: number;
  readonly onEnd: () => void;
}

/** A client and its known height. */
interface Client {
  readonly sink: BlockSink;
  height: number;
}

/**
 * The stream of a channel's blocks from a peer, shared by all clients of the channel. Only the newest blocks are kept.
 * Each client gets the blocks that it lacks, in one message per `gatherMs`.
 */
export class BlockFeed {
  readonly #options: BlockFeedOptions;
  readonly #clients = new Set<Client>();
  readonly #abort = new AbortController();
  #newest: BlockSummary[] = [];
  #height: number;
  #gathering: NodeJS.Timeout | undefined;

  constructor(options: BlockFeedOptions) {
    this.#options = options;
    this.#height = options.height;
  }

  get height(): number {
    return this.#height;
  }

  get size(): number {
    return this.#clients.size;
  }

  /** Starts to deliver the blocks after {@link height}. */
  add(sink: BlockSink): Client {
    const client = { sink, height: this.#height };
    this.#clients.add(client);
    return client;
  }

  remove(client: Client): void {
    this.#clients.delete(client);
  }

  /** Sends the blocks that a client lacks, unless it is slow; called again when it has drained. */
  catchUp(client: Client): void {
    if (client.height >= this.#height || !client.sink.writable()) return;
    const blocks = this.#newest.filter(({ number }) => number >= client.height);
    client.height = this.#height;
    client.sink.blocks(this.#height, blocks);
  }

  stop(): void {
    clearTimeout(this.#gathering);
    this.#abort.abort();
  }

  /** Follows the channel until it is stopped or a permanent failure occurs; never rejects. */
  async run(): Promise<void> {
    const { source, pauseMs } = this.#options;
    const { signal } = this.#abort;
    const followed: Followed<BlockSummary> = {
      check: () => source.check(),
      open: (until) => source.open(this.#height, until),
      take: (block) => {
        this.#take(block);
      },
      isPassing: (error) => source.isPassing(error),
      // Blocks that are committed meanwhile are delivered afterwards.
      becomes: () => undefined,
    };
    try {
      await follow(followed, { signal, pauseMs });
    } catch (error) {
      if (!signal.aborted) this.#end(error);
    }
  }

  #take(block: BlockSummary): void {
    this.#newest = [...this.#newest, block].slice(-BLOCKS_PER_MESSAGE);
    this.#height = block.number + 1;
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      for (const client of this.#clients) this.catchUp(client);
    }, this.#options.gatherMs);
  }

  #end(error: unknown): void {
    this.stop();
    this.#options.onEnd();
    const problem = this.#options.source.problem(error);
    for (const { sink } of this.#clients) sink.ended(problem);
    this.#clients.clear();
  }
}
