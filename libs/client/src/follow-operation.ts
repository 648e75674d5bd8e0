import {
  api,
  operationRoom,
  UNFINISHED_STATES,
  type LivePayload,
  type Operation,
  type OperationEvent,
  type OperationState,
} from '@heddle/contracts';
import { ApiError } from './api-error';
import type { Client } from './client';
import type { LiveFeed } from './live/live-feed';

/** Interval of requests while the live feed is not connected, and after a failed one. */
const POLL_MS = 1_000;
const EVENTS_PER_PAGE = 1_000;

export interface FollowOperationOptions {
  /** Called once for each event, in order, from the first one on. */
  readonly event?: (event: OperationEvent) => void;
  /** Ends the wait. The operation continues. */
  readonly signal?: AbortSignal | undefined;
}

interface Connection {
  readonly client: Client;
  readonly live: LiveFeed;
}

interface Settle {
  readonly resolve: (operation: Operation) => void;
  readonly reject: (reason: unknown) => void;
}

/** Whether an operation in this state has ended. It may continue if a user retries it or rolls it back. */
export function hasEnded({ state }: { readonly state: OperationState }): boolean {
  return !(UNFINISHED_STATES as readonly OperationState[]).includes(state);
}

/**
 * Waits for the end of an operation by the live feed, and by requests while the feed is not connected. An API that is
 * unavailable is waited for.
 *
 * @throws ApiError if the operation does not exist or may not be read; the signal's reason
 */
export function followOperation(
  { client, live }: Connection,
  { id }: Pick<Operation, 'id'>,
  options: FollowOperationOptions = {},
): Promise<Operation> {
  return new Promise((resolve, reject) => {
    new Following({ client, live }, { id, ...options }, { resolve, reject }).begin();
  });
}

/** One wait for the end of an operation. */
class Following {
  readonly #client: Client;
  readonly #options: FollowOperationOptions & Pick<Operation, 'id'>;
  readonly #settle: Settle;
  readonly #live: LiveFeed;
  /** The last event that was passed on. */
  #last: OperationEvent | undefined;
  #failed = false;
  #stop: () => void = () => undefined;

  constructor({ client, live }: Connection, options: FollowOperationOptions & Pick<Operation, 'id'>, settle: Settle) {
    this.#client = client;
    this.#live = live;
    this.#options = options;
    this.#settle = settle;
  }

  begin(): void {
    const { id, signal } = this.#options;
    const watch = this.#live.watch({
      room: operationRoom(id),
      snapshot: () => this.#snapshot(),
      apply: (payload) => {
        this.#apply(payload);
      },
    });
    const poll = setInterval(() => {
      if (this.#failed || this.#live.state !== 'live') watch.reload();
    }, POLL_MS);
    const abort = (): void => {
      this.#fail(signal?.reason);
    };
    this.#stop = () => {
      signal?.removeEventListener('abort', abort);
      clearInterval(poll);
      watch.close();
    };
    if (signal?.aborted === true) abort();
    else signal?.addEventListener('abort', abort);
  }

  #succeed(operation: Operation): void {
    this.#stop();
    this.#settle.resolve(operation);
  }

  #fail(reason: unknown): void {
    this.#stop();
    this.#settle.reject(reason);
  }

  #apply(payload: LivePayload): void {
    if (payload.topic !== 'operation.event') return;
    this.#take(payload.event);
    if (hasEnded(payload.event)) void this.#snapshot();
  }

  get #seen(): number {
    return this.#last?.seq ?? 0;
  }

  #take(event: OperationEvent): void {
    if (event.seq <= this.#seen) return;
    this.#last = event;
    this.#options.event?.(event);
  }

  /** Reads the operation before its events, so that these include its end. */
  async #snapshot(): Promise<number | undefined> {
    this.#failed = false;
    try {
      let operation = await this.#read();
      await this.#readEvents();
      // It ended between the two requests: its last event was read, so the feed does not deliver it.
      if (!hasEnded(operation) && this.#last !== undefined && hasEnded(this.#last)) operation = await this.#read();
      if (hasEnded(operation)) this.#succeed(operation);
      return this.#seen;
    } catch (error) {
      if (!isPassing(error)) this.#fail(error);
      this.#failed = true;
      return undefined;
    }
  }

  #read(): Promise<Operation> {
    const { id, signal } = this.#options;
    return this.#client.ask(api.operations.get, { params: { operationId: id }, signal });
  }

  async #readEvents(): Promise<void> {
    const { id, signal } = this.#options;
    for (;;) {
      const query = { since: this.#seen, limit: EVENTS_PER_PAGE };
      const { items } = await this.#client.ask(api.operations.events, {
        params: { operationId: id },
        query,
        signal,
      });
      for (const event of items) this.#take(event);
      if (items.length < EVENTS_PER_PAGE) return;
    }
  }
}

/** An answer that the contract does not describe does not pass by itself. */
function isPassing(error: unknown): boolean {
  return error instanceof ApiError && error.retryable && error.code !== 'internal';
}
