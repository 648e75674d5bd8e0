import { Injectable, inject, signal } from '@angular/core';
import {
  LiveFeed as Feed,
  type BlocksOptions,
  type FeedState,
  type FollowOptions,
  type RoomWatch,
  type Watch,
  type WatchOptions,
} from '@heddle/client';
import { SessionStore } from '../core/session/session.store';
import { LIVE_CONNECTOR } from './live-connector';

/** The console's only live feed, with the state of its connection as signals. */
@Injectable({ providedIn: 'root' })
export class LiveFeed {
  readonly #session = inject(SessionStore);
  readonly #state = signal<FeedState>('idle');
  readonly #heardAt = signal(0);
  readonly #feed = new Feed({
    token: () => this.#session.authentication.freshToken(),
    connect: inject(LIVE_CONNECTOR),
    changed: (state, heardAt) => {
      this.#state.set(state);
      this.#heardAt.set(heardAt);
    },
  });

  readonly state = this.#state.asReadonly();
  /** When the server was last heard, in epoch milliseconds. */
  readonly heardAt = this.#heardAt.asReadonly();

  /** Keeps `room` in step with the server until the returned watch is closed. */
  watch(options: WatchOptions): RoomWatch {
    return this.#feed.watch(options);
  }

  /** Delivers the events of a chaincode as they are committed, until the returned watch is closed. */
  follow(options: FollowOptions): Watch {
    return this.#feed.follow(options);
  }

  /** Delivers the blocks of a channel as they are committed, until the returned watch is closed. */
  blocks(options: BlocksOptions): Watch {
    return this.#feed.blocks(options);
  }

  /** Ends the connection, so that the next user's begins with their own token. */
  disconnect(): void {
    this.#feed.disconnect();
  }
}
