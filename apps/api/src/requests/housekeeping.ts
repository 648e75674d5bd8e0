import { randomUUID } from 'node:crypto';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Resources } from '../resources';

const EVERY_MS = 10 * 60_000;
const LEASE = 'housekeeping';
const DAY_MS = 86_400_000;
/** How long the answer to an Idempotency-Key is stored. */
const ANSWERS_KEPT_MS = 2 * DAY_MS;

/** Deletes rows that are no longer needed: old answers to Idempotency-Keys, expired refresh tokens. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #owner = randomUUID();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();

  constructor(private readonly resources: Resources) {}

  onApplicationBootstrap(): void {
    this.#next();
    this.#timer = setInterval(() => {
      this.#next();
    }, EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
    await this.#logged(this.resources.database.transaction(({ leases }) => leases.release(LEASE, this.#owner)));
  }

  /** One pass, unless another replica runs it. Returns whether it ran here. */
  async purge(now = Date.now()): Promise<boolean> {
    return this.resources.database.transaction(async ({ leases, idempotency, refreshTokens }) => {
      if (!(await leases.acquire(LEASE, this.#owner, EVERY_MS * 2))) return false;
      await idempotency.removeOlderThan(new Date(now - ANSWERS_KEPT_MS).toISOString());
      await refreshTokens.removeExpired(new Date(now).toISOString());
      return true;
    });
  }

  #next(): void {
    this.#round = this.#logged(this.purge());
  }

  /** No request depends on a single pass: the next one, or another replica, repeats a failed one. */
  async #logged(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.resources.log.warn({ err: error }, 'housekeeping failed; it runs again at the next interval');
    }
  }
}
