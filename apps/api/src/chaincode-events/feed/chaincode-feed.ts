import type { ChaincodeEvent, Problem } from '@heddle/contracts';
import { follow, type Followed } from '../../live/follow';
import { EventBacklog, type EventPlace } from './event-backlog';
import { FeedSubscription, type FeedSink, type FeedState } from './feed-subscription';

/** The source of one chaincode's events. */
export interface EventSource {
  /** Succeeds once a peer answers. @throws the reason why no events are available */
  check(): Promise<void>;
  open(place: EventPlace, signal: AbortSignal): Promise<AsyncGenerator<ChaincodeEvent>>;
  /** Whether a failure is temporary. */
  isPassing(error: unknown): boolean;
  /** Why the feed ends, for its subscribers. */
  problem(error: unknown): Problem;
}

interface FeedOptions {
  readonly source: EventSource;
  readonly fromBlock: number;
  readonly pauseMs: number;
  readonly onEnd: () => void;
}

/** One stream of events from a peer, shared by all clients of one chaincode. */
export class ChaincodeFeed {
  readonly #options: FeedOptions;
  readonly #backlog: EventBacklog;
  readonly #subscriptions = new Set<FeedSubscription>();
  readonly #abort = new AbortController();
  #place: EventPlace;
  #state: FeedState = 'live';

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#place = { fromBlock: options.fromBlock };
    this.#backlog = new EventBacklog(options.fromBlock);
  }

  get state(): FeedState {
    return this.#state;
  }

  get size(): number {
    return this.#subscriptions.size;
  }

  subscribe(place: EventPlace, sink: FeedSink): FeedSubscription {
    const subscription = new FeedSubscription(this.#backlog, place, sink);
    this.#subscriptions.add(subscription);
    return subscription;
  }

  remove(subscription: FeedSubscription): void {
    subscription.close();
    this.#subscriptions.delete(subscription);
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Follows the chaincode until it is stopped or a permanent failure occurs; never rejects. */
  async run(): Promise<void> {
    try {
      await this.#follow(this.#abort.signal);
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#end(error);
    }
  }

  #follow(signal: AbortSignal): Promise<void> {
    const { source, pauseMs } = this.#options;
    const followed: Followed<ChaincodeEvent> = {
      check: () => source.check(),
      open: (until) => source.open(this.#place, until),
      take: (event) => {
        this.#take(event);
      },
      isPassing: (error) => source.isPassing(error),
      becomes: (state) => {
        this.#becomes(state);
      },
    };
    return follow(followed, { signal, pauseMs });
  }

  #take(event: ChaincodeEvent): void {
    this.#place = { fromBlock: event.blockNumber, afterTransactionId: event.transactionId };
    this.#backlog.add(event);
    for (const subscription of this.#subscriptions) subscription.catchUp();
  }

  #becomes(state: FeedState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const subscription of this.#subscriptions) subscription.state(state);
  }

  #end(error: unknown): void {
    this.#options.onEnd();
    const problem = this.#options.source.problem(error);
    for (const subscription of this.#subscriptions) subscription.end(problem);
    this.#subscriptions.clear();
  }
}
