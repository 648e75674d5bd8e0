import type { ClusterContext } from '../cluster-context';
import type { RoutedService } from '../reach/node-service';
import { provePulse } from './api-pulse';
import { collectionsOf, type ChainView, type Collection } from './chain-view';
import { Changes, type AwaitChangeOptions } from './changes';
import { KindFeed } from './kind-feed';
import type { ObjectMetadata } from './kube-objects';

const PULSE_EVERY_MS = 5_000;

/** The objects of one kind, reduced to what tells one version of them from another. */
export interface KindVersions {
  readonly path: string;
  readonly items: readonly { readonly metadata: ObjectMetadata }[];
}

/**
 * A chain's objects, kept up to date by one watch for each kind, which begins with the first reader. Readers get what
 * the cluster has now, or an error once it is noticed that the API server does not answer (at once for a broken
 * connection, within 50 s for a server that hangs).
 */
export class ChainFeed implements AsyncDisposable {
  readonly #changes = new Changes();
  readonly #view;
  readonly #services;
  readonly #others;
  readonly #pulse: NodeJS.Timeout;

  constructor(
    private readonly context: ClusterContext,
    chainId: string,
  ) {
    const from = collectionsOf(chainId);
    const feed = <Item extends { readonly metadata: ObjectMetadata }>(collection: Collection<Item>) =>
      new KindFeed(context, collection, this.#changes);
    this.#view = {
      statefulSets: feed(from.statefulSets),
      deployments: feed(from.deployments),
      pods: feed(from.pods),
      slices: feed(from.slices),
      claims: feed(from.claims),
      events: feed(from.events),
    };
    this.#services = feed(from.services);
    this.#others = from.others.map((collection) => feed(collection));
    this.#pulse = setInterval(() => {
      this.#checkPulse();
    }, PULSE_EVERY_MS).unref();
  }

  /** Why the API server does not respond, so that the view may be outdated. */
  get away(): Error | undefined {
    for (const { state } of Object.values(this.#view)) if (state.type === 'away') return state.error;
    return undefined;
  }

  /** How many changes there were; to be taken before a look, for {@link changed} after it. */
  get revision(): number {
    return this.#changes.count;
  }

  /** Begins to follow what {@link view} shows, and reads it again if it is followed already. */
  refresh(): void {
    for (const feed of Object.values(this.#view)) {
      feed.outdate();
      feed.open();
    }
  }

  /** The view as it was last heard of; undefined until everything was listed. Throws what ended a watch. */
  view(): ChainView | undefined {
    const states = Object.values(this.#view).map(({ state }) => state);
    for (const state of states) if (state.type === 'failed') throw state.error;
    if (states.some(({ type }) => type === 'closed' || type === 'listing')) return undefined;
    const { statefulSets, deployments, pods, slices, claims, events } = this.#view;
    return {
      workloads: [...statefulSets.items, ...deployments.items],
      pods: pods.items,
      slices: slices.items,
      claims: claims.items,
      events: events.items,
    };
  }

  /**
   * The view as the cluster has it now. A namespace that does not exist looks like an empty one.
   *
   * @throws ClusterUnreachableError while the API server does not answer; ClusterRefusedError
   */
  async current(): Promise<ChainView> {
    const { statefulSets, deployments, pods, slices, claims, events } = this.#view;
    const [sets, deployed, podItems, sliceItems, claimItems, eventItems] = await Promise.all([
      statefulSets.current(),
      deployments.current(),
      pods.current(),
      slices.current(),
      claims.current(),
      events.current(),
    ]);
    const workloads = [...sets, ...deployed];
    return { workloads, pods: podItems, slices: sliceItems, claims: claimItems, events: eventItems };
  }

  /** Everything of the chain that is compared with its plan. Throws as {@link current}. */
  async versions(): Promise<readonly KindVersions[]> {
    const { statefulSets, deployments, claims } = this.#view;
    const feeds = [statefulSets, deployments, claims, this.#services, ...this.#others];
    return Promise.all(feeds.map(async (feed) => ({ path: feed.collection.path, items: await feed.current() })));
  }

  /** A Service of the chain by its name. Throws as {@link current}. */
  async service(name: string): Promise<RoutedService | undefined> {
    return (await this.#services.current()).find(({ metadata }) => metadata.name === name);
  }

  /** Resolves when there were more changes than `revision`, and after `withinMs` at the latest. */
  changed(revision: number, options: AwaitChangeOptions): Promise<void> {
    return this.#changes.after(revision, options);
  }

  /** The next reader gets what the cluster has then, such as what this process has just written. */
  outdate(): void {
    for (const feed of this.#all()) feed.outdate();
  }

  /** Ends every watch and waits for all of them. */
  async close(): Promise<void> {
    clearInterval(this.#pulse);
    await Promise.all(this.#all().map((feed) => feed.close()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #all() {
    return [...Object.values(this.#view), this.#services, ...this.#others];
  }

  #checkPulse(): void {
    if (!this.#all().some(({ state }) => state.type === 'live')) return;
    provePulse(this.context).catch((error: unknown) => {
      for (const feed of this.#all()) feed.lose(error as Error);
    });
  }
}
