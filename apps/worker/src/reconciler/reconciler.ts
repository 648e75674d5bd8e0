import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@heddle/queue';
import type { WorkerServices } from '../services';
import { ChannelWatch } from './channel-watch';
import { reconcileChain } from './reconcile-chain';
import { RegistrationWatch } from './registration-watch';

const LEASE = 'reconciler';

export interface ReconcilerOptions {
  readonly services: WorkerServices;
  readonly owner: string;
  readonly everyMs: number;
  /** Time in milliseconds after which another worker replaces a killed reconciler; at least three intervals. */
  readonly leaseMs: number;
  readonly log: Logger;
}

/** Keeps the nodes of all chains in their desired state. One worker at a time does it, elected by a lease. */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  readonly #abort = new AbortController();
  readonly #registrations = new RegistrationWatch();
  readonly #channels = new ChannelWatch();
  #running: Promise<void> = Promise.resolve();

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#loop();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
    await this.#registrations.settled();
    const { services, owner } = this.#options;
    await services.database.transaction((store) => store.leases.release(LEASE, owner));
  }

  async #loop(): Promise<void> {
    const { everyMs, log } = this.#options;
    const { signal } = this.#abort;
    while (!signal.aborted) {
      await this.#round().catch((error: unknown) => {
        if (!signal.aborted) log.warn({ err: error }, 'A reconcile pass failed; it runs again at the next interval');
      });
      await delay(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #round(): Promise<void> {
    const { services, owner, everyMs, leaseMs, log } = this.#options;
    const { database } = services;
    const forMs = Math.max(leaseMs, everyMs * 3);
    if (!(await database.transaction((store) => store.leases.acquire(LEASE, owner, forMs)))) return;
    this.#channels.dropStale(services.now());
    const chains = await database.store.chains.active();
    const held = await database.store.scopes.holders(chains.map(({ id }) => `chain:${id}`));
    // While an operation holds a whole chain, the operation controls its nodes.
    const free = chains.filter(({ id }) => !held.has(`chain:${id}`));
    await Promise.all(
      free.map(async (chain) => {
        const options = { owner, log, signal: this.#abort.signal };
        try {
          await reconcileChain(services, chain, options);
          if (chain.desired !== 'running') return;
          await this.#registrations.look(services, chain, options);
          await this.#channels.look(services, chain, options.signal);
        } catch (error) {
          if (!this.#abort.signal.aborted) log.warn({ err: error, chain: chain.name }, 'The chain was not reconciled');
        }
      }),
    );
  }
}
