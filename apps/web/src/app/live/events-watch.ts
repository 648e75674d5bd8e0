import {
  assertNever,
  type Chaincode,
  type ChaincodeEvent,
  type ChaincodeEventsAck,
  type ChaincodeEventsMessage,
  type Problem,
  type SubscribeChaincodeEvents,
} from '@heddle/contracts';
import { ApiError } from '../core/api/api-error';

const RETRY_MS = 3_000;

export type EventsState = 'connecting' | 'live' | 'reconnecting';
export type EventsGap = Pick<Extract<ChaincodeEventsMessage, { type: 'gap' }>, 'fromBlock' | 'toBlock'>;

export interface FollowOptions {
  readonly chaincode: Pick<Chaincode, 'chainId' | 'channelId' | 'id'>;
  readonly event: (event: ChaincodeEvent) => void;
  /** Events from one block up to, not including, another did not come. */
  readonly gap: (gap: EventsGap) => void;
  readonly state: (state: EventsState) => void;
  /** Refused, or over for a reason that does not pass by itself. */
  readonly ended: (error: ApiError) => void;
}

interface EventsLink {
  readonly subscribe: (request: SubscribeChaincodeEvents) => void;
  readonly closed: () => void;
}

/** Follows one chaincode over the live feed: after a lost connection it goes on where it was. */
export class EventsWatch {
  readonly subscription: string;
  readonly #options: FollowOptions;
  readonly #link: EventsLink;
  #place: Pick<SubscribeChaincodeEvents, 'fromBlock' | 'afterTransactionId'> = {};
  /** Whether this connection was asked: a second request would begin elsewhere than the first. */
  #asked = false;
  #closed = false;
  #retry: ReturnType<typeof setTimeout> | null = null;

  constructor(subscription: string, options: FollowOptions, link: EventsLink) {
    this.subscription = subscription;
    this.#options = options;
    this.#link = link;
  }

  join(): void {
    this.#calm();
    if (this.#closed) return;
    const { chainId, channelId, id: chaincodeId } = this.#options.chaincode;
    this.#link.subscribe({ subscription: this.subscription, chainId, channelId, chaincodeId, ...this.#place });
  }

  /** @returns whether a request may be sent over the connection that there is now */
  ask(): boolean {
    if (this.#closed || this.#asked) return false;
    this.#asked = true;
    return true;
  }

  acknowledged(answer: ChaincodeEventsAck): void {
    if (this.#closed) return;
    if (!answer.ok) this.#failed(answer.problem);
    // Until the first event comes, this is where a lost connection goes on.
    else if (this.#place.fromBlock === undefined) this.#place = { fromBlock: answer.fromBlock };
  }

  received(message: ChaincodeEventsMessage): void {
    if (this.#closed) return;
    switch (message.type) {
      case 'event':
        this.#place = { fromBlock: message.event.blockNumber, afterTransactionId: message.event.transactionId };
        this.#options.event(message.event);
        return;
      case 'gap':
        this.#place = { fromBlock: message.toBlock };
        this.#options.gap({ fromBlock: message.fromBlock, toBlock: message.toBlock });
        return;
      case 'state':
        this.#options.state(message.state);
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
    this.#calm();
    if (!this.#closed) this.#options.state('reconnecting');
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#calm();
    this.#link.closed();
  }

  #failed(problem: Problem): void {
    const error = new ApiError(problem);
    if (!error.retryable) {
      this.close();
      this.#options.ended(error);
      return;
    }
    this.#asked = false;
    this.#options.state('reconnecting');
    this.#calm();
    this.#retry = setTimeout(() => {
      this.join();
    }, RETRY_MS);
  }

  #calm(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
  }
}
