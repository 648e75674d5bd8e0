import type { Database } from '@heddle/data';
import type { Logger } from './logger';
import type { OperationsQueue } from './operations-queue';

export interface SweeperOptions {
  database: Database;
  queue: OperationsQueue;
  owner: string;
  log: Logger;
  /** Time between two rounds in milliseconds. Another process takes over after three missed rounds. */
  everyMs: number;
  /** Number of events kept for each room. */
  keepEvents: number;
}

const LEASE = 'sweeper';
const TRIM_EVERY = 60;
const BATCH = 500;

/**
 * Creates a job for every unfinished operation that no live worker holds: after a crash between commit and enqueue,
 * after Redis lost its data, after a worker died. One process at a time runs it.
 */
export class Sweeper {
  readonly #options: SweeperOptions;
  #timer: NodeJS.Timeout | null = null;
  #sweeping: Promise<void> = Promise.resolve();
  #rounds = 0;

  constructor(options: SweeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#sweeping = this.#sweeping.then(() => this.#round());
    }, this.#options.everyMs);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#sweeping;
    const { database, owner } = this.#options;
    await database.transaction((store) => store.leases.release(LEASE, owner));
  }

  async #round(): Promise<void> {
    try {
      await this.sweep();
    } catch (error) {
      this.#options.log.warn({ err: error }, 'A sweep failed; it runs again at the next interval');
    }
  }

  /** One round, if this process is the active sweeper. Returns the number of operations that wait for a worker. */
  async sweep(): Promise<number> {
    const { database, queue, owner, everyMs, keepEvents } = this.#options;
    if (!(await database.transaction((store) => store.leases.acquire(LEASE, owner, everyMs * 3)))) return 0;
    const waiting = await database.store.operations.waiting(BATCH);
    await queue.add(...waiting.map(({ id, kind, fence }) => ({ operationId: id, kind, fence })));
    this.#rounds += 1;
    if (this.#rounds % TRIM_EVERY === 0) await this.#trim(keepEvents);
    return waiting.length;
  }

  async #trim(keep: number): Promise<void> {
    const { database } = this.#options;
    for (const room of await database.store.live.longRooms(keep)) {
      await database.transaction((store) => store.live.trim(room, keep));
    }
  }
}
