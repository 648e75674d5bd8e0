import { setMaxListeners } from 'node:events';
import type { ClusterContext } from '../cluster-context';
import { collectionsOf, type ChainView, type Collection } from './chain-view';
import type { EndpointSlice, KubeEvent, NodeWorkload, Pod, Claim } from './kube-objects';
import { watchObjects, type WatchConnection } from './watch-objects';

/** The API server keeps events for an hour; a crash loop on a large chain creates many. */
const MOST_EVENTS = 2_000;

/** Node's timers fire at once beyond this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Identified {
  readonly metadata: { readonly uid: string; readonly name: string };
}

/** The objects of one collection, kept up to date. */
class Store<Item extends Identified> {
  readonly items = new Map<string, Item>();
  listed = false;

  constructor(private readonly most = Infinity) {}

  replace(items: readonly Item[]): void {
    this.items.clear();
    for (const item of items) this.set(item);
    this.listed = true;
  }

  set(item: Item): void {
    this.items.delete(item.metadata.uid);
    this.items.set(item.metadata.uid, item);
    const oldest = this.items.keys().next().value;
    if (this.items.size > this.most && oldest !== undefined) this.items.delete(oldest);
  }
}

/** A chain's view that watches keep up to date; {@link changed} resolves when to look again. */
export class ChainFeed {
  readonly #controller = new AbortController();
  readonly #statefulSets = new Store<NodeWorkload>();
  readonly #deployments = new Store<NodeWorkload>();
  readonly #pods = new Store<Pod>();
  readonly #slices = new Store<EndpointSlice>();
  readonly #claims = new Store<Claim>();
  readonly #events = new Store<KubeEvent>(MOST_EVENTS);
  /** Why each watch has no connection, by its path. */
  readonly #away = new Map<string, Error>();
  readonly #watches: Promise<void>[] = [];
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;
  #pending = false;

  constructor(
    private readonly context: ClusterContext,
    chainId: string,
  ) {
    setMaxListeners(0, this.#controller.signal);
    const from = collectionsOf(chainId);
    this.#watch<NodeWorkload>(from.statefulSets, this.#statefulSets);
    this.#watch<NodeWorkload>(from.deployments, this.#deployments);
    this.#watch(from.pods, this.#pods);
    this.#watch(from.slices, this.#slices);
    this.#watch(from.claims, this.#claims);
    this.#watch(from.events, this.#events);
  }

  /** Whether the API server does not respond, so that the view may be outdated. */
  get away(): boolean {
    return this.#away.size > 0;
  }

  /** Why the API server does not respond. */
  get awayError(): Error | undefined {
    return this.#away.values().next().value;
  }

  /** The current view; undefined until everything was listed once. Throws what ended a watch. */
  view(): ChainView | undefined {
    if (this.#failure !== undefined) throw this.#failure.error;
    const stores = [this.#statefulSets, this.#deployments, this.#pods, this.#slices, this.#claims, this.#events];
    if (stores.some(({ listed }) => !listed)) return undefined;
    return {
      workloads: [...this.#statefulSets.items.values(), ...this.#deployments.items.values()],
      pods: [...this.#pods.items.values()],
      slices: [...this.#slices.items.values()],
      claims: [...this.#claims.items.values()],
      events: [...this.#events.items.values()],
    };
  }

  /** Resolves at the next change, or one since the last call, and after `withinMs` (also `Infinity`) at the latest. */
  async changed(withinMs: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (!this.#pending) await this.#nextChange(withinMs, signal);
    this.#pending = false;
    signal?.throwIfAborted();
  }

  /** Ends every watch and waits for all of them. */
  async close(): Promise<void> {
    this.#controller.abort();
    await Promise.all(this.#watches);
  }

  #nextChange(withinMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(wake, Math.min(Math.max(0, withinMs), LONGEST_TIMER_MS));
      signal?.addEventListener('abort', wake, { once: true });
      this.#wake = wake;
    });
  }

  #notify(): void {
    this.#pending = true;
    this.#wake?.();
  }

  #watch<Item extends Identified>(collection: Collection<Item>, store: Store<Item>): void {
    const watch = watchObjects(this.context, {
      ...collection,
      signal: this.#controller.signal,
      onList: (items) => {
        store.replace(items);
        this.#notify();
      },
      onChange: ({ type, object }) => {
        if (type === 'set') store.set(object);
        else store.items.delete(object.metadata.uid);
        this.#notify();
      },
      onConnection: (connection) => {
        this.#connection(collection.path, connection);
      },
    });
    this.#watches.push(
      watch.catch((error: unknown) => {
        this.#failure = { error };
        this.#notify();
      }),
    );
  }

  #connection(path: string, connection: WatchConnection): void {
    if (connection.type === 'away') this.#away.set(path, connection.error);
    else this.#away.delete(path);
    this.#notify();
  }
}
