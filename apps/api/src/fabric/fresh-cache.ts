interface Entry<Value> {
  readonly value: Value;
  readonly loadedAt: number;
}

export interface Freshness {
  /** Up to this age in milliseconds a value is used as it is. */
  readonly freshMs: number;
  /** For so much longer it is still used, while the next one is being loaded. */
  readonly staleMs: number;
  /** Oldest entries leave above this number. */
  readonly most?: number;
}

/** Values that are loaded once for many readers at the same time, and again when they are no longer fresh. */
export class FreshCache<Value> {
  readonly #freshness: Freshness;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #loading = new Map<string, Promise<Value>>();

  constructor(freshness: Freshness, now: () => number = Date.now) {
    this.#freshness = freshness;
    this.#now = now;
  }

  /** A load that fails fails for everybody who waits for it, and is not remembered. */
  get(key: string, load: () => Promise<Value>): Value | Promise<Value> {
    const entry = this.#entries.get(key);
    const age = entry === undefined ? Number.POSITIVE_INFINITY : this.#now() - entry.loadedAt;
    const { freshMs, staleMs } = this.#freshness;
    if (entry !== undefined && age < freshMs) return entry.value;
    const loading = this.#loading.get(key) ?? this.#load(key, load);
    if (entry === undefined || age >= freshMs + staleMs) return loading;
    // Whoever needs the value next learns of a failure; this reader has one that is good enough.
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
