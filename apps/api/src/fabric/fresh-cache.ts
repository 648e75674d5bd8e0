interface Entry<Value> {
  readonly value: Value;
  readonly loadedAt: number;
}

export interface Freshness {
  /** Age in milliseconds up to which a value is used without a reload. */
  readonly freshMs: number;
  /** Additional time in which a value is still used while the next one is loaded. */
  readonly staleMs: number;
  /** Maximum number of entries; the oldest ones are removed. */
  readonly most?: number;
}

/** Values that are loaded once for many concurrent readers, and reloaded when they are no longer fresh. */
export class FreshCache<Value> {
  readonly #freshness: Freshness;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #loading = new Map<string, Promise<Value>>();

  constructor(freshness: Freshness, now: () => number = Date.now) {
    this.#freshness = freshness;
    this.#now = now;
  }

  /** A failed load fails for all its waiters and is not cached. */
  get(key: string, load: () => Promise<Value>): Value | Promise<Value> {
    const entry = this.#entries.get(key);
    const age = entry === undefined ? Number.POSITIVE_INFINITY : this.#now() - entry.loadedAt;
    const { freshMs, staleMs } = this.#freshness;
    if (entry !== undefined && age < freshMs) return entry.value;
    const loading = this.#loading.get(key) ?? this.#load(key, load);
    if (entry === undefined || age >= freshMs + staleMs) return loading;
    // The next reader gets the failure; this one has a value that is fresh enough.
    loading.catch(() => this.#entries.delete(key));
    return entry.value;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  async #load(key: string, load: () => Promise<Value>): Promise<Value> {
    const loading = load();
    this.#loading.set(key, loading);
    try {
      const value = await loading;
      this.#entries.delete(key);
      this.#entries.set(key, { value, loadedAt: this.#now() });
      this.#limit();
      return value;
    } finally {
      this.#loading.delete(key);
    }
  }

  #limit(): void {
    const { most = 1_000 } = this.#freshness;
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= most) return;
      this.#entries.delete(key);
    }
  }
}
