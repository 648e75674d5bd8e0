import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { ChaincodeId } from '@heddle/contracts';
import type { ChaincodeKey } from '../../chaincodes/chaincode-rules';
import { streamError } from '../../http/logged-error';
import { Metrics } from '../../metrics/metrics';
import { Resources } from '../../resources';
import { ChaincodeEventsService, isPassing } from '../chaincode-events.service';
import { ChaincodeFeed, type EventSource } from './chaincode-feed';
import type { EventPlace } from './event-backlog';
import type { FeedSink } from './feed-subscription';

/** Interval between attempts to find a peer, in milliseconds. */
const PAUSE_MS = 1_000;
/**
 * A first subscriber that reconnects gets missed events up to this distance; older events are available through REST.
 */
const MOST_BLOCKS_BEHIND = 10_000;

/** A client's position in a feed. */
export interface FeedSeat {
  /** The first block whose events the client gets. */
  readonly fromBlock: number;
  /** Starts the delivery; called once the client knows that it is subscribed. */
  begin(): void;
  /** Continues after the client has drained. */
  catchUp(): void;
  leave(): void;
}

interface FeedRequest {
  readonly key: ChaincodeKey;
  /** The result of {@link ChaincodeFeeds.height}. */
  readonly height: number;
  /** Where the client continues; the next block by default. */
  readonly place?: EventPlace;
  readonly sink: FeedSink;
}

/**
 * The chaincodes whose events the sockets of this server receive: one stream from a peer for each, from the first
 * client to the last.
 */
@Injectable()
export class ChaincodeFeeds implements BeforeApplicationShutdown {
  readonly #feeds = new Map<ChaincodeId, ChaincodeFeed>();

  constructor(
    private readonly resources: Resources,
    private readonly events: ChaincodeEventsService,
    private readonly metrics: Metrics,
  ) {}

  /** Blocks of the chaincode's channel. @throws RowNotFoundError, ApiError if no events are available */
  height(key: ChaincodeKey): Promise<number> {
    return this.events.height(key);
  }

  join({ key, height, place = { fromBlock: height }, sink }: FeedRequest): FeedSeat {
    const feed = this.#feeds.get(key.chaincodeId) ?? this.#open(key, beginning(place, height));
    const subscription = feed.subscribe(place, sink);
    return {
      fromBlock: place.fromBlock,
      begin: () => {
        subscription.begin(feed.state);
      },
      catchUp: () => {
        subscription.catchUp();
      },
      leave: () => {
        feed.remove(subscription);
        if (feed.size === 0) this.#close(key, feed);
      },
    };
  }

  beforeApplicationShutdown(): void {
    for (const feed of this.#feeds.values()) feed.stop();
    this.#feeds.clear();
  }

  #open(key: ChaincodeKey, fromBlock: number): ChaincodeFeed {
    const feed: ChaincodeFeed = new ChaincodeFeed({
      source: this.#source(key),
      fromBlock,
      pauseMs: PAUSE_MS,
      onEnd: () => {
        this.#close(key, feed);
      },
    });
    this.#feeds.set(key.chaincodeId, feed);
    this.metrics.chaincodeFeeds.set(this.#feeds.size);
    void feed.run();
    return feed;
  }

  #close(key: ChaincodeKey, feed: ChaincodeFeed): void {
    feed.stop();
    if (this.#feeds.get(key.chaincodeId) === feed) this.#feeds.delete(key.chaincodeId);
    this.metrics.chaincodeFeeds.set(this.#feeds.size);
  }

  #source(key: ChaincodeKey): EventSource {
    return {
      check: async () => {
        await this.events.height(key);
      },
      open: (place, signal) => this.events.open(key, place, { signal, patienceMs: 0 }),
      isPassing,
      problem: (error) => streamError(error, this.resources.log).toProblem(),
    };
  }
}

function beginning({ fromBlock }: EventPlace, height: number): number {
  return height - fromBlock > MOST_BLOCKS_BEHIND ? height : Math.min(fromBlock, height);
}
