import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { UserId } from '@heddle/contracts';
import { ApiError } from '../errors/api-error';

/** Maximum number of open streams per account on this server. */
export const MOST_STREAMS = 10;

/** The open event streams: limited per account, ended when the server stops. */
@Injectable()
export class EventStreams implements BeforeApplicationShutdown {
  readonly #open = new Map<UserId, Set<AbortController>>();

  /**
   * @returns a signal that aborts when the server stops or on `close`, which must be called when the stream has ended
   * @throws ApiError `too_many_requests`
   */
  open(userId: UserId): { readonly signal: AbortSignal; readonly close: () => void } {
    const streams = this.#open.get(userId) ?? new Set();
    if (streams.size >= MOST_STREAMS) {
      throw new ApiError('too_many_requests', `${String(MOST_STREAMS)} event streams are already open.`, {
        remedy: 'Close one of them; one stream can carry all events of a chaincode.',
        retryAfterSeconds: 5,
      });
    }
    const controller = new AbortController();
    this.#open.set(userId, streams.add(controller));
    const close = (): void => {
      streams.delete(controller);
      if (streams.size === 0 && this.#open.get(userId) === streams) this.#open.delete(userId);
      controller.abort();
    };
    return { signal: controller.signal, close };
  }

  beforeApplicationShutdown(): void {
    for (const streams of this.#open.values()) for (const controller of streams) controller.abort();
  }
}
