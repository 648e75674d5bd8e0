import type { Problem } from '@heddle/contracts';
import { ApiError } from '../api-error';
import type { LiveSocket } from './live-socket';

const RETRY_MS = 3_000;

interface Accepted {
  readonly ok: true;
}
interface Refused {
  readonly ok: false;
  readonly problem: Problem;
}
interface Ended {
  readonly type: 'ended';
  readonly problem: Problem;
}

/** What is read of a ledger over the live feed, and the position that is reached. */
export interface LedgerFeed<Message, Answer extends Accepted> {
  /** The name of its messages: several watches may read different parts. */
  readonly key: string;
  /** Subscribes from the position on; the first time from the next block on. */
  subscribe(socket: LiveSocket, acknowledge: (answer: Answer | Refused) => void): void;
  accepted(answer: Answer): void;
  unsubscribe(socket: LiveSocket): void;
  received(message: Message): void;
  /** The connection or the subscription is lost, and will be restored. */
  lost(): void;
  /** It was refused, or ended for a reason that does not pass by itself. */
  ended(error: ApiError): void;
}

/** A subscription that the caller ends. */
export interface Watch {
  close(): void;
}

interface WatchLink {
  /** Requests {@link LedgerWatch.subscribe} once there is a socket. */
  readonly join: () => void;
  readonly heard: () => void;
  readonly closed: () => void;
}

/** Reads a ledger over the live feed: after a lost connection or a temporary failure it continues where it was. */
export class LedgerWatch<Message, Answer extends Accepted> implements Watch {
  readonly #feed: LedgerFeed<Message, Answer>;
  readonly #link: WatchLink;
  /** Whether it is subscribed on this connection: a second request would begin elsewhere than the first. */
  #asked = false;
  #closed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(feed: LedgerFeed<Message, Answer>, link: WatchLink) {
    this.#feed = feed;
    this.#link = link;
  }

  get key(): string {
    return this.#feed.key;
  }

  join(): void {
    clearTimeout(this.#retry);
    if (!this.#closed) this.#link.join();
  }

  subscribe(socket: LiveSocket): void {
    if (this.#closed || this.#asked) return;
    this.#asked = true;
    this.#feed.subscribe(socket, (answer) => {
      this.#link.heard();
      if (this.#closed) return;
      if (answer.ok) this.#feed.accepted(answer);
      else this.#failed(answer.problem);
    });
  }

  received(message: Message | Ended): void {
    if (this.#closed) return;
    if (isEnded(message)) this.#failed(message.problem);
    else this.#feed.received(message);
  }

  disconnected(): void {
    this.#asked = false;
    clearTimeout(this.#retry);
    if (!this.#closed) this.#feed.lost();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#link.closed();
  }

  #failed(problem: Problem): void {
    const error = new ApiError(problem);
    if (!error.retryable) {
      this.close();
      this.#feed.ended(error);
      return;
    }
    this.disconnected();
    this.#retry = setTimeout(() => {
      this.join();
    }, RETRY_MS);
  }
}

function isEnded(message: unknown): message is Ended {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ended';
}
