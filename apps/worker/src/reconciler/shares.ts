import type { Database, Transaction } from '@heddle/data';
import { shareMoves, shareOf } from './share-moves';

const PREFIX = 'reconciler-';
const WORKER = `${PREFIX}worker:`;
const SHARE = `${PREFIX}share:`;
const nameOf = (share: number): string => `${SHARE}${String(share).padStart(2, '0')}`;

export interface ShareOptions {
  readonly database: Database;
  /** Unique among workers. */
  readonly owner: string;
  /** Time in milliseconds after which the shares of a killed worker are taken over. */
  readonly leaseMs: number;
}

/**
 * The chains that this worker reconciles. Each share of all chains is a lease, so a chain has one worker at a time; the
 * workers find each other by leases of their own.
 */
export class Shares {
  readonly #options: ShareOptions;
  readonly #busy = new Map<number, number>();
  #held: ReadonlySet<number> = new Set();
  /** By `performance.now()`. */
  #until = 0;

  constructor(options: ShareOptions) {
    this.#options = options;
  }

  /** Renews what this worker holds, and moves shares to or from it. Call it well within the lease time. */
  async refresh(): Promise<void> {
    const { database, leaseMs } = this.#options;
    const began = performance.now();
    const held = await database.transaction((store) => this.#move(store));
    this.#held = held;
    this.#until = began + leaseMs;
  }

  /** Runs the work if this worker holds the chain. Meanwhile the chain's share is not given away. */
  async run(chainId: string, work: () => Promise<void>): Promise<void> {
    const share = shareOf(chainId);
    if (!this.holds(chainId)) return;
    this.#busy.set(share, (this.#busy.get(share) ?? 0) + 1);
    try {
      await work();
    } finally {
      const left = (this.#busy.get(share) ?? 1) - 1;
      if (left === 0) this.#busy.delete(share);
      else this.#busy.set(share, left);
    }
  }

  holds(chainId: string): boolean {
    return performance.now() < this.#until && this.#held.has(shareOf(chainId));
  }

  /** Gives everything away. */
  async leave(): Promise<void> {
    const { database, owner } = this.#options;
    const names = [`${WORKER}${owner}`, ...[...this.#held].map(nameOf)];
    this.#held = new Set();
    await database.transaction((store) => store.leases.release(names, owner));
  }

  async #move({ leases }: Transaction): Promise<ReadonlySet<number>> {
    const { owner, leaseMs } = this.#options;
    await leases.renew(PREFIX, owner, leaseMs);
    const held = [...(await leases.holders(PREFIX))];
    const workers = held.flatMap(([name, worker]) => (name.startsWith(WORKER) ? [worker] : []));
    const owners = held.flatMap(([name, worker]): [number, string][] =>
      name.startsWith(SHARE) ? [[Number(name.slice(SHARE.length)), worker]] : [],
    );
    const { keep, release, take } = shareMoves(owner, {
      owners: new Map(owners),
      workers: new Set(workers),
      busy: new Set(this.#busy.keys()),
    });
    await leases.release(release.map(nameOf), owner);
    const taken = [];
    for (const share of take) {
      if (await leases.acquire(nameOf(share), owner, leaseMs)) taken.push(share);
    }
    if (!workers.includes(owner)) {
      await leases.forgetExpired(WORKER);
      await leases.acquire(`${WORKER}${owner}`, owner, leaseMs);
    }
    return new Set([...keep, ...taken]);
  }
}
