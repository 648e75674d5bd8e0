interface Entry<Cluster> {
  readonly revision: number;
  readonly cluster: Promise<Cluster>;
}

/** The registered clusters that this process has opened: each once, and again when its registration has changed. */
export class OpenedClusters<Cluster> {
  readonly #close: (cluster: Cluster) => Promise<void>;
  readonly #entries = new Map<string, Entry<Cluster>>();

  /** @param close closes what was opened, when a newer registration replaces it or the cluster is forgotten */
  constructor(close: (cluster: Cluster) => Promise<void> = () => Promise.resolve()) {
    this.#close = close;
  }

  /** After a failure, the next call tries to open it again. @throws what `open` throws */
  async get(key: string, revision: number, open: () => Promise<Cluster>): Promise<Cluster> {
    const before = this.#entries.get(key);
    if (before?.revision === revision) return before.cluster;
    const entry = { revision, cluster: open() };
    this.#entries.set(key, entry);
    entry.cluster.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    if (before !== undefined) await this.#end(before);
    return entry.cluster;
  }

  /** Closes a cluster that is no longer registered. */
  async forget(key: string): Promise<void> {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    if (entry !== undefined) await this.#end(entry);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((key) => this.forget(key)));
  }

  async #end({ cluster }: Entry<Cluster>): Promise<void> {
    const opened = await cluster.catch(() => undefined);
    if (opened !== undefined) await this.#close(opened);
  }
}
