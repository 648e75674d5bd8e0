import { clusterError } from '../access/cluster-error';
import { ClusterRefusedError } from '../access/errors';
import { awayError } from '../api-server/api-away';
import type { ClusterContext } from '../cluster-context';
import { isStatus } from '../api-server/api-status-error';
import type { Collection } from './chain-view';
import type { Changes } from './changes';
import { watchObjects, type WatchConnection } from '../api-server/watch-objects';

interface Identified {
  readonly metadata: { readonly uid: string };
}

/**
 * - `listing`: nothing is known yet, or the objects are read again;
 * - `live`: the objects are the cluster's, but for changes that are on their way;
 * - `interrupted`: the watch has just lost its connection;
 * - `away`: the API server does not answer, and the objects may be outdated; `retrying` for a reader that came since;
 * - `failed`: the watch has ended and begins again with the next reader;
 * - `absent`: the cluster does not have the kind, or does not allow reading an optional one.
 */
export type FeedState =
  | { readonly type: 'closed' | 'listing' | 'live' | 'interrupted' }
  | { readonly type: 'away'; readonly error: Error; readonly retrying: boolean }
  | { readonly type: 'failed'; readonly error: unknown }
  | { readonly type: 'absent'; readonly at: number };

/** How long a reader waits for a list or a new connection, in milliseconds. */
const READING_MS = 20_000;
/** A kind that is installed or allowed later is noticed after this time. */
const ABSENT_MS = 600_000;

/** The objects of one collection, kept up to date by a watch from the first reader on. */
export class KindFeed<Item extends Identified> {
  readonly #items = new Map<string, Item>();
  #state: FeedState = { type: 'closed' };
  #outdated = false;
  #end = new AbortController();
  readonly #watches = new Set<Promise<void>>();

  constructor(
    private readonly context: ClusterContext,
    readonly collection: Collection<Item>,
    private readonly changes: Changes,
  ) {}

  get state(): FeedState {
    return this.#state;
  }

  /** The objects as they were last heard of. */
  get items(): readonly Item[] {
    return [...this.#items.values()];
  }

  /** Begins to follow the objects, or reads them again if they are outdated. */
  open(): void {
    const state = this.#state;
    if (state.type === 'away') {
      // The server may have come back since; a watch that waits between two attempts does not know yet.
      if (!state.retrying) this.#restart({ ...state, retrying: true });
    } else if (this.#outdated || this.#isOver()) {
      this.#restart({ type: 'listing' });
    }
  }

  /**
   * The objects as the cluster has them now.
   *
   * @throws ClusterUnreachableError while the API server does not answer; ClusterRefusedError
   */
  async current(): Promise<readonly Item[]> {
    this.open();
    const until = performance.now() + READING_MS;
    for (;;) {
      const state = this.#state;
      if (state.type === 'live') return this.items;
      if (state.type === 'absent') return [];
      if (state.type === 'failed') throw state.error;
      if (state.type === 'away' && !state.retrying) throw state.error;
      const withinMs = until - performance.now();
      if (withinMs <= 0) throw awayError(this.context.name, { waitedMs: READING_MS });
      await this.changes.after(this.changes.count, { withinMs });
    }
  }

  /** The next reader gets the objects as they are then, as after a change of which the watch need not know yet. */
  outdate(): void {
    this.#outdated = this.#state.type !== 'closed';
  }

  /** The API server hangs: its connections are of no use, even if they stay open. */
  lose(error: Error): void {
    if (!this.#isOver()) this.#restart({ type: 'away', error, retrying: false });
  }

  async close(): Promise<void> {
    this.#end.abort();
    this.#set({ type: 'closed' });
    await Promise.all(this.#watches);
  }

  #isOver(): boolean {
    const state = this.#state;
    if (state.type === 'absent') return performance.now() - state.at >= ABSENT_MS;
    return state.type === 'closed' || state.type === 'failed';
  }

  #restart(state: FeedState): void {
    this.#end.abort();
    this.#end = new AbortController();
    this.#outdated = false;
    this.#set(state);
    const watch = this.#watch(this.#end.signal).finally(() => this.#watches.delete(watch));
    this.#watches.add(watch);
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const unlessEnded =
      <Heard>(take: (heard: Heard) => void) =>
      (heard: Heard) => {
        if (!signal.aborted) take(heard);
      };
    try {
      await watchObjects(this.context, {
        ...this.collection,
        signal,
        onList: unlessEnded((items: readonly Item[]) => {
          this.#items.clear();
          for (const item of items) this.#keep(item);
          this.#set({ type: 'live' });
        }),
        onChange: unlessEnded(({ type, object }) => {
          if (type === 'set') this.#keep(object);
          else this.#items.delete(object.metadata.uid);
          this.changes.note();
        }),
        onConnection: unlessEnded((connection: WatchConnection) => {
          this.#connection(connection);
        }),
      });
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  #keep(item: Item): void {
    this.#items.delete(item.metadata.uid);
    this.#items.set(item.metadata.uid, item);
    const { most = Infinity } = this.collection;
    const [oldest] = this.#items.keys();
    if (this.#items.size > most && oldest !== undefined) this.#items.delete(oldest);
  }

  #connection(connection: WatchConnection): void {
    switch (connection.type) {
      case 'up':
        this.#set({ type: 'live' });
        break;
      case 'interrupted':
        if (this.#state.type === 'live') this.#set({ type: 'interrupted' });
        break;
      case 'away':
        this.#set({ type: 'away', error: this.#unreachable(connection.error), retrying: false });
    }
  }

  #fail(error: unknown): void {
    const missing = isStatus(error, 404);
    const refused = error instanceof ClusterRefusedError && this.collection.optional === true;
    if (missing || refused) this.#items.clear();
    this.#set(missing || refused ? { type: 'absent', at: performance.now() } : { type: 'failed', error });
  }

  #set(state: FeedState): void {
    this.#state = state;
    this.changes.note();
  }

  #unreachable(error: Error): Error {
    return clusterError(error, { server: this.context.api.server, what: `watch ${this.collection.path}` });
  }
}
