interface Entry<Cluster> {
  readonly revision: number;
  readonly cluster: Promise<Cluster>;
}

/** What this process has opened of registered clusters: each once, and anew when its registration has changed. */
export class OpenedClusters<Cluster> {
  readonly #close: (cluster: Cluster) => Promise<void>;
  readonly #entries = new Map<string, Entry<Cluster>>();

  /** @param close ends what was opened, once a newer registration has taken its place or all of it is let go of */
  constructor(close: (cluster: Cluster) => Promise<void> = () => Promise.resolve()) {
    this.#close = close;
  }

  /** What could not be opened is tried again by whoever asks next. @throws what `open` throws */
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

  /** Lets go of one that is registered no more. */
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
