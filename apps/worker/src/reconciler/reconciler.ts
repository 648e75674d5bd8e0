import { setTimeout as delay } from 'node:timers/promises';
import { chainScope } from '@heddle/contracts';
import { observedChains, type ActiveChain, type ObservedChain } from '@heddle/data';
import type { Logger } from '@heddle/queue';
import { inParallel } from '@heddle/runtime';
import type { WorkerServices } from '../services';
import { ChannelWatch } from './channel-watch';
import { QuietChains } from './quiet-chains';
import { reconcileChain } from './reconcile-chain';
import { RegistrationWatch } from './registration-watch';
import { Shares } from './shares';

/** Number of chains that a worker reconciles at the same time: some wait for a cluster that does not answer. */
const PARALLEL = 32;

export interface ReconcilerOptions {
  readonly services: WorkerServices;
  readonly owner: string;
  readonly everyMs: number;
  /** Time in milliseconds after which other workers take over the chains of a killed one; at least three intervals. */
  readonly leaseMs: number;
  readonly log: Logger;
}

/** Keeps the nodes of this worker's share of all chains in their desired state. */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  readonly #abort = new AbortController();
  readonly #shares: Shares;
  readonly #quiet = new QuietChains();
  readonly #registrations = new RegistrationWatch();
  readonly #channels = new ChannelWatch();
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: ReconcilerOptions) {
    const { services, owner, everyMs, leaseMs } = options;
    this.#options = options;
    this.#shares = new Shares({ database: services.database, owner, leaseMs: Math.max(leaseMs, everyMs * 3) });
  }

  start(): void {
    this.#running = this.#start();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
    await this.#registrations.close();
    await this.#shares.leave();
  }

  /** One pass over the chains of this worker. */
  async round(): Promise<void> {
    const { services } = this.#options;
    const { store } = services.database;
    const now = services.now();
    this.#channels.dropStale(now);
    this.#registrations.dropStale(now, services.limits);
    this.#quiet.settle(now);
    const mine = (await store.chains.active()).filter(({ id }) => this.#shares.holds(id));
    if (mine.length === 0) return;
    const scopes = await store.scopes.all();
    for (const { chainId } of scopes) this.#quiet.stir(chainId, now);
    // While an operation holds a whole chain, the operation controls its nodes.
    const held = new Set(scopes.map(({ scope }) => scope));
    const free = mine.filter(({ id }) => !held.has(chainScope(id)));
    await inParallel(await observedChains(store, free), PARALLEL, (observed) =>
      this.#shares.run(observed.chain.id, () => this.#reconcile(observed)),
    );
  }

  async #start(): Promise<void> {
    await this.#attempt('The renewal of shares failed', () => this.#shares.refresh());
    // Renewed independently of rounds, which may be long.
    await Promise.all([
      this.#every('A reconcile pass failed', () => this.round()),
      this.#every('The renewal of shares failed', () => this.#shares.refresh()),
    ]);
  }

  async #every(failure: string, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      await this.#attempt(failure, work);
      await delay(this.#options.everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #attempt(failure: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => {
      if (this.#abort.signal.aborted) return;
      this.#options.log.warn({ err: error }, `${failure}; it runs again at the next interval`);
    });
  }

  async #reconcile(observed: ObservedChain<ActiveChain>): Promise<void> {
    const { services, owner, log } = this.#options;
    const { signal } = this.#abort;
    if (signal.aborted) return;
    const { id, name, desired } = observed.chain;
    const options = { owner, log, signal, maxAgeMs: this.#quiet.maxAgeMs(id) };
    try {
      const { changed, now } = await reconcileChain(services, observed, options);
      if (changed) this.#quiet.stir(id, services.now());
      if (desired !== 'running') return;
      this.#registrations.look(services, now, options);
      await this.#channels.look(services, now, signal);
    } catch (error) {
      if (!this.#abort.signal.aborted) log.warn({ err: error, chain: name }, 'The chain was not reconciled');
    }
  }
}
