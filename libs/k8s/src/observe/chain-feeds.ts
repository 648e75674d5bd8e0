import type { ClusterContext } from '../cluster-context';
import { ChainFeed } from './chain-feed';

/** A feed that was not used for this long is closed. */
const UNUSED_MS = 60_000;
const SWEEP_EVERY_MS = 15_000;

interface Entry {
  readonly feed: ChainFeed;
  users: number;
  usedAt: number;
}

/** The feeds of one cluster's chains in this process: one for each chain, from its first use on. */
export class ChainFeeds {
  readonly #context: ClusterContext;
  readonly #entries = new Map<string, Entry>();
  #sweep: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(context: ClusterContext) {
    this.#context = context;
  }

  /** Lends the feed of a chain, which stays open at least as long as the work. */
  async use<Result>(chainId: string, work: (feed: ChainFeed) => Promise<Result>): Promise<Result> {
    const entry = this.#entryOf(chainId);
    entry.users += 1;
    try {
      return await work(entry.feed);
    } finally {
      entry.users -= 1;
      entry.usedAt = performance.now();
      if (this.#closed) await this.#closeUnused(0);
    }
  }

  /** After a change of a chain by this process: readers get what the cluster has from then on. */
  outdate(chainId: string): void {
    this.#entries.get(chainId)?.feed.outdate();
  }

  /** Closes the feed of a chain that was removed. */
  async forget(chainId: string): Promise<void> {
    const entry = this.#entries.get(chainId);
    if (entry === undefined || entry.users > 0) return;
    this.#entries.delete(chainId);
    await entry.feed.close();
  }

  /** Closes every feed; one that is in use, as soon as it no longer is. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweep);
    await this.#closeUnused(0);
  }

  #entryOf(chainId: string): Entry {
    const known = this.#entries.get(chainId);
    if (known !== undefined) return known;
    const entry = { feed: new ChainFeed(this.#context, chainId), users: 0, usedAt: 0 };
    this.#entries.set(chainId, entry);
    if (!this.#closed) this.#sweep ??= setInterval(() => void this.#closeUnused(UNUSED_MS), SWEEP_EVERY_MS).unref();
    return entry;
  }

  async #closeUnused(forMs: number): Promise<void> {
    const now = performance.now();
    const unused = [...this.#entries].filter(([, { users, usedAt }]) => users === 0 && now - usedAt >= forMs);
    await Promise.all(unused.map(([chainId]) => this.forget(chainId)));
  }
}
