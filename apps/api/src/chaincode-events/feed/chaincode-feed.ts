import { setTimeout as delay } from 'node:timers/promises';
import type { ChaincodeEvent, Problem } from '@heddle/contracts';
import { isAborted } from '../is-aborted';
import { EventBacklog, type EventPlace } from './event-backlog';
import { FeedSubscription, type FeedSink, type FeedState } from './feed-subscription';

/** Where the events of one chaincode come from. */
export interface EventSource {
  /** Succeeds once a peer answers. @throws what says why there are no events */
  check(): Promise<void>;
  open(place: EventPlace, signal: AbortSignal): Promise<AsyncGenerator<ChaincodeEvent>>;
  /** Whether a failure passes by itself. */
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

/** One stream of events from a peer, for all clients that hear one chaincode. */
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

  /** Follows the chaincode until it is stopped or a failure does not pass; never rejects. */
  async run(): Promise<void> {
    try {
      await this.#follow(this.#abort.signal);
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#end(error);
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    while (!isAborted(signal)) {
      await this.#unlessPassing(() => this.#read(signal));
      if (isAborted(signal)) return;
      this.#becomes('reconnecting');
      while (!(await this.#answers(signal)));
      this.#becomes('live');
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    for await (const event of await this.#options.source.open(this.#place, signal)) {
      this.#place = { fromBlock: event.blockNumber, afterTransactionId: event.transactionId };
      this.#backlog.add(event);
      for (const subscription of this.#subscriptions) subscription.catchUp();
    }
  }

  /** After a pause, whether a peer answers again; true also when there is nothing to wait for any more. */
  async #answers(signal: AbortSignal): Promise<boolean> {
    await delay(this.#options.pauseMs, undefined, { signal }).catch(() => undefined);
    if (isAborted(signal)) return true;
    return this.#unlessPassing(() => this.#options.source.check());
  }

  /** @returns false after a failure that passes by itself */
  async #unlessPassing(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!this.#options.source.isPassing(error)) throw error;
      return false;
    }
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
