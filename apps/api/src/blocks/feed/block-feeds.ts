import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { ChannelId } from '@heddle/contracts';
import { RowNotFoundError } from '@heddle/data';
import type { ChannelKey } from '../../channels/find-channel';
import { Resources } from '../../resources';
import { BlocksService, type BlockMessage } from '../blocks.service';
import { BlockFeed, type BlockSink } from './block-feed';

/** Between two looks for a peer, in milliseconds. */
const PAUSE_MS = 1_000;
const COALESCE_MS = 200;

/** A client's seat in a feed. */
export interface BlockSeat {
  catchUp(): void;
  leave(): void;
}

type Feed = BlockFeed<BlockMessage>;

/** The channels that sockets of this server watch: one stream from a peer each, from the first client to the last. */
@Injectable()
export class BlockFeeds implements BeforeApplicationShutdown {
  readonly #feeds = new Map<ChannelId, Feed>();

  constructor(
    private readonly blocks: BlocksService,
    private readonly resources: Resources,
  ) {}

  /** @throws RowNotFoundError, ApiError when no peer answers */
  height(key: ChannelKey): Promise<number> {
    return this.blocks.height(key);
  }

  /** @param height what {@link BlockFeeds.height} answered */
  join(key: ChannelKey, height: number, sink: BlockSink): BlockSeat {
    const feed = this.#feeds.get(key.channelId) ?? this.#open(key, height);
    feed.add(sink);
    return {
      catchUp: () => {
        feed.catchUp(sink);
      },
      leave: () => {
        feed.remove(sink);
        if (feed.size > 0) return;
        feed.stop();
        if (this.#feeds.get(key.channelId) === feed) this.#feeds.delete(key.channelId);
      },
    };
  }

  beforeApplicationShutdown(): void {
    for (const feed of this.#feeds.values()) feed.stop();
    this.#feeds.clear();
  }

  #open(key: ChannelKey, height: number): Feed {
    const feed: Feed = new BlockFeed({
      source: {
        open: (from, signal) => this.blocks.follow(key, { from, signal }),
        summaryOf: (message) => this.blocks.summaryOf(message),
        isFinal: (error) => error instanceof RowNotFoundError,
      },
      height,
      coalesceMs: COALESCE_MS,
      pauseMs: PAUSE_MS,
      onFailure: (error) => {
        this.resources.log.debug({ err: error, channelId: key.channelId }, 'No peer tells blocks of the channel');
      },
    });
    this.#feeds.set(key.channelId, feed);
    void feed.run().then(() => {
      if (this.#feeds.get(key.channelId) === feed) this.#feeds.delete(key.channelId);
    });
    return feed;
  }
}
