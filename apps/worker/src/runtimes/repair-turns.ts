import { setTimeout as delay } from 'node:timers/promises';
import type { ChainEntity, Database } from '@heddle/data';
import type { CallOptions } from '@heddle/runtime';

/** Repairs that take longer are given up by then; those of a worker that was killed hold others up for as long. */
export const TURN_MS = 30_000;
const POLL_MS = 50;

const leaseOf = (chainId: string): string => `repair:${chainId}`;

/**
 * Repairs of a chain's nodes and operations on them take turns. What a round of the reconciler found is repaired only
 * if no operation has begun since the chain was read, as what was found may be that operation's doing; and an operation
 * that begins while repairs are made waits until they are.
 */
export class RepairTurns {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Makes repairs, unless it is somebody else's turn.
   *
   * @param chain as it was read before anything was looked at
   * @param owner of the turn; unique among workers
   */
  async take<Result>(
    { id, scopeChanges }: Pick<ChainEntity, 'id' | 'scopeChanges'>,
    owner: string,
    repair: () => Promise<Result>,
  ): Promise<Result | undefined> {
    const { store } = this.#database;
    const lease = leaseOf(id);
    if (!(await this.#database.transaction((on) => on.leases.acquire(lease, owner, TURN_MS)))) return undefined;
    try {
      // An operation takes its scope first and then looks for a turn, so one of both sees the other.
      const now = await store.chains.find(id);
      return now?.scopeChanges === scopeChanges ? await repair() : undefined;
    } finally {
      await this.#database.transaction((on) => on.leases.release(lease, owner));
    }
  }

  /** Returns once nobody repairs the chain's nodes. */
  async over(chainId: string, { signal, report }: CallOptions = {}): Promise<void> {
    for (let told = false; await this.#database.store.leases.isHeld(leaseOf(chainId)); told = true) {
      if (!told) report?.({ done: 0, of: 1, message: 'Waiting until a repair of the chain is over' });
      await delay(POLL_MS, undefined, signal === undefined ? {} : { signal });
    }
  }
}
