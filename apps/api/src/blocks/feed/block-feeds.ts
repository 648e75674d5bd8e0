import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { decodeBlock } from '@heddle/fabric';
import type { BlockSummary, ChannelId } from '@heddle/contracts';
import type { ChannelKey } from '../../channels/find-channel';
import { isPassing } from '../../chaincode-events/chaincode-events.service';
import { ChannelGateways, type PeerCall } from '../../fabric/channel-gateways';
import { streamError } from '../../http/logged-error';
import { Resources } from '../../resources';
import { toSummary } from '../block-views';
import { BlockFeed, type BlockSink, type BlockSource } from './block-feed';

/** Interval between attempts to find a peer, in milliseconds. */
const PAUSE_MS = 1_000;
/** A page that shows blocks is updated at most four times a second. */
const GATHER_MS = 250;

/** A client's position in a feed. */
export interface BlockSeat {
  /** Number of blocks that the channel has; later ones are delivered. */
  readonly height: number;
  catchUp(): void;
  leave(): void;
}

/**
 * The channels whose blocks the sockets of this server receive: one stream from a peer for each, while a client
 * listens.
 */
@Injectable()
export class BlockFeeds implements BeforeApplicationShutdown {
  readonly #feeds = new Map<ChannelId, BlockFeed>();

  constructor(
    private readonly resources: Resources,
    private readonly gateways: ChannelGateways,
  ) {}

  /** @throws RowNotFoundError, ApiError if no blocks are available */
  async height(key: ChannelKey): Promise<number> {
    const call = await this.#call(key);
    const { height } = await this.gateways.call(call, ({ peer }) => peer.channelInfo(call.channel.name));
    return height;
  }

  /** @param height the result of {@link BlockFeeds.height} */
  join(key: ChannelKey, height: number, sink: BlockSink): BlockSeat {
    const feed = this.#feeds.get(key.channelId) ?? this.#open(key, height);
    const client = feed.add(sink);
    return {
      height: client.height,
      catchUp: () => {
        feed.catchUp(client);
      },
      leave: () => {
        feed.remove(client);
        if (feed.size === 0) this.#close(key, feed);
      },
    };
  }

  beforeApplicationShutdown(): void {
    for (const feed of this.#feeds.values()) feed.stop();
    this.#feeds.clear();
  }

  #open(key: ChannelKey, height: number): BlockFeed {
    const feed: BlockFeed = new BlockFeed({
      source: this.#source(key),
      height,
      pauseMs: PAUSE_MS,
      gatherMs: GATHER_MS,
      onEnd: () => {
        this.#close(key, feed);
      },
    });
    this.#feeds.set(key.channelId, feed);
    void feed.run();
    return feed;
  }

  #close(key: ChannelKey, feed: BlockFeed): void {
    feed.stop();
    if (this.#feeds.get(key.channelId) === feed) this.#feeds.delete(key.channelId);
  }

  #source(key: ChannelKey): BlockSource {
    return {
      check: async () => {
        await this.height(key);
      },
      open: async (from, signal) => this.#read(await this.#call(key), from, signal),
      isPassing,
      problem: (error) => streamError(error, this.resources.log).toProblem(),
    };
  }

  async *#read(call: PeerCall, from: number, signal: AbortSignal): AsyncGenerator<BlockSummary> {
    let next = from;
    const blocks = this.gateways.stream(call, ({ gateway }) =>
      gateway.blockEvents(call.channel.name, { from: next, signal }),
    );
    for await (const message of blocks) {
      const block = decodeBlock(message);
      next = block.header.number + 1;
      yield toSummary({ block, size: message.serializeBinary().length });
    }
  }

  async #call(key: ChannelKey): Promise<PeerCall> {
    const channel = await this.gateways.channel(key);
    return { channel, organization: this.gateways.organization(channel, undefined), peersOf: 'channel' };
  }
}
