import { setTimeout as delay } from 'node:timers/promises';
import type { ChainEntity, Database } from '@heddle/data';
import type { CallOptions } from '@heddle/runtime';

/** Time limit of a repair. A repair of a killed worker blocks others for as long. */
export const REPAIR_LOCK_MS = 30_000;
const POLL_MS = 50;

const leaseOf = (chainId: string): string => `repair:${chainId}`;

/**
 * Mutual exclusion of repairs and operations on a chain's nodes. A finding of a reconciler pass is repaired only if no
 * operation has started since the chain was read, because the operation may have caused it. An operation that starts
 * during a repair waits until it has finished.
 */
export class RepairLock {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Runs a repair, unless another worker holds the lock or an operation has started.
   *
   * @param chain as it was read before anything was checked
   * @param owner of the lock; unique among workers
   */
  async run<Result>(
    { id, scopeChanges }: Pick<ChainEntity, 'id' | 'scopeChanges'>,
    owner: string,
    repair: () => Promise<Result>,
  ): Promise<Result | undefined> {
    const { store } = this.#database;
    const lease = leaseOf(id);
    if (!(await this.#database.transaction((on) => on.leases.acquire(lease, owner, REPAIR_LOCK_MS)))) return undefined;
    try {
      // An operation takes its scope first and then checks the lock, so at least one of the two sees the other.
      const now = await store.chains.find(id);
      return now?.scopeChanges === scopeChanges ? await repair() : undefined;
    } finally {
      await this.#database.transaction((on) => on.leases.release(lease, owner));
    }
  }

  /** Returns once no repair of the chain's nodes runs. */
  async released(chainId: string, { signal, report }: CallOptions = {}): Promise<void> {
    for (let reported = false; await this.#database.store.leases.isHeld(leaseOf(chainId)); reported = true) {
      if (!reported) report?.({ done: 0, of: 1, message: 'Waiting until a repair of the chain has finished' });
      await delay(POLL_MS, undefined, signal === undefined ? {} : { signal });
    }
  }
}
