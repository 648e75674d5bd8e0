import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { OperationId, OPERATIONS_QUEUE, type OperationJob } from '@heddle/contracts';
import { type Database, LeaseLostError } from '@heddle/data';
import { DelayedError, type Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { RunInterrupted, WorkerDraining } from './abort-reasons';
import { assertHandlersComplete, type HandlerSet } from './handlers';
import { LivePublisher } from './live-publisher';
import type { Logger } from './logger';
import { OperationRun } from './operation-run';
import { cancelChannel } from './operation-service';
import { OperationsQueue } from './operations-queue';
import { createRedis, type RedisSettings, warnUnlessNoEviction } from './redis';
import { Sweeper } from './sweeper';
import { takeOperation, type TakeOptions } from './take-operation';

export interface OperationEngineOptions<Services> {
  database: Database;
  redis: RedisSettings;
  handlers: HandlerSet<Services>;
  services: Services;
  log: Logger;
  /** Operations that this worker carries out at the same time. */
  concurrency?: number;
  /** How long a dead worker keeps its operations, in milliseconds. */
  leaseMs?: number;
  /** Events that are kept of each live room. */
  keepEvents?: number;
}

/** How long BullMQ may take to close its worker, in milliseconds. */
const CLOSE_MS = 3_000;

/** After how long a job that this worker may not take now is offered again, in milliseconds. */
const NOT_NOW_DELAY_MS = 250;

/** Leases are renewed, and rows without one are looked for, this often within the time of a lease. */
const LEASE_PARTS = 5;

const DEFAULTS = { concurrency: 4, leaseMs: 5_000, keepEvents: 5_000 };

interface Connections {
  commands: Redis;
  blocking: Redis;
  cancels: Redis;
}

/** Carries out operations in a worker process. The database says what is to be done; Redis only wakes the worker. */
export class OperationEngine<Services> {
  /** Name of this process in leases. */
  readonly owner = `${hostname().slice(0, 40)}-${String(process.pid)}-${randomUUID().slice(0, 8)}`;
  readonly live: LivePublisher;
  readonly queue: OperationsQueue;
  readonly #options: OperationEngineOptions<Services> & typeof DEFAULTS;
  readonly #connections: Connections;
  readonly #runs = new Map<OperationId, OperationRun<Services>>();
  readonly #finished = new Set<Promise<void>>();
  /** The one operation here whose next death of a worker is its last. */
  #risky: OperationId | null = null;
  readonly #sweeper: Sweeper;
  #worker: Worker<OperationJob, void> | null = null;
  #heartbeat: NodeJS.Timeout | null = null;
  #draining = false;

  /** @throws HandlersIncompleteError */
  constructor(options: OperationEngineOptions<Services>) {
    assertHandlersComplete(options.handlers);
    this.#options = { ...DEFAULTS, ...options };
    const { redis, database, log } = options;
    this.#connections = {
      commands: createRedis(redis),
      blocking: createRedis(redis, 'blocking'),
      cancels: createRedis(redis),
    };
    for (const connection of Object.values(this.#connections) as Redis[]) {
      connection.on('error', (error: Error) => {
        log.warn({ err: error }, 'Redis connection failed');
      });
    }
    const { prefix } = redis;
    this.live = new LivePublisher({ database, redis: this.#connections.commands, prefix, log });
    this.queue = new OperationsQueue(this.#connections.commands, prefix);
    const { keepEvents, leaseMs } = this.#options;
    this.#sweeper = new Sweeper({
      database,
      queue: this.queue,
      owner: this.owner,
      log,
      everyMs: leaseMs / LEASE_PARTS,
      keepEvents,
    });
  }

  async start(): Promise<void> {
    const { redis, log, concurrency, leaseMs } = this.#options;
    const { commands, blocking, cancels } = this.#connections;
    await warnUnlessNoEviction(commands, log);
    cancels.on('message', (_channel: string, id: string) => {
      this.#cancel(id);
    });
    await cancels.subscribe(cancelChannel(redis.prefix));
    this.#worker = new Worker<OperationJob, void, string>(OPERATIONS_QUEUE, (job, token) => this.#process(job, token), {
      connection: blocking,
      prefix: redis.prefix,
      concurrency,
      // A job that BullMQ gives out twice is refused by the row's lease.
      maxStalledCount: 100,
    });
    this.#worker.on('error', (error) => {
      log.warn({ err: error }, 'BullMQ worker error');
    });
    await this.#worker.waitUntilReady();
    this.#heartbeat = setInterval(() => void this.#beat(), leaseMs / LEASE_PARTS);
    this.#sweeper.start();
    log.info({ owner: this.owner, concurrency }, 'Worker takes operations');
  }

  /**
   * Stops taking work, lets running steps end for `graceMs`, aborts what still runs, and gives every unfinished
   * operation back, so that another worker goes on at once.
   */
  async drain({ graceMs = 10_000 }: { graceMs?: number } = {}): Promise<void> {
    this.#draining = true;
    const closed = this.#worker?.close();
    for (const run of this.#runs.values()) run.drain();
    const grace = setTimeout(() => {
      for (const run of this.#runs.values()) run.abort(new WorkerDraining());
    }, graceMs);
    await Promise.all([...this.#finished]);
    clearTimeout(grace);
    // While Redis is away BullMQ would wait for it; no job runs any more, so nothing is lost by not waiting.
    await Promise.race([closed, delay(CLOSE_MS, undefined, { ref: false })]);
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    await this.#sweeper.stop();
    await this.queue.close();
    for (const connection of Object.values(this.#connections) as Redis[]) connection.disconnect();
  }

  async #process(job: Job<OperationJob, void>, token?: string): Promise<void> {
    if (this.#draining) return;
    const work = this.#carryOut(job, token);
    const settled = work.catch(() => undefined);
    this.#finished.add(settled);
    try {
      await work;
    } finally {
      this.#finished.delete(settled);
      if (this.#risky === job.data.operationId) this.#risky = null;
    }
  }

  async #carryOut(job: Job<OperationJob, void>, token?: string): Promise<void> {
    const { operationId, kind } = job.data;
    const { log, database, services } = this.#options;
    const taken = await takeOperation(this.#takeOptions(), operationId);
    if (taken.outcome === 'outdated') {
      log.warn({ operationId, kind, needs: taken.needs }, 'A newer worker began this operation and must end it');
    }
    if (taken.outcome === 'outdated' || taken.outcome === 'postponed') {
      await job.moveToDelayed(Date.now() + NOT_NOW_DELAY_MS, token);
      throw new DelayedError();
    }
    if (taken.outcome !== 'taken') return;
    const { journal, handler } = taken;
    const run = new OperationRun({ database, journal, handler, services, log });
    this.#runs.set(operationId, run);
    if (this.#draining) run.drain();
    try {
      const outcome = await run.execute();
      if (outcome === 'released') await this.queue.add({ operationId, kind, fence: run.fence });
    } finally {
      this.#runs.delete(operationId);
    }
  }

  #takeOptions(): TakeOptions<Services> {
    const { database, handlers, services, leaseMs } = this.#options;
    const mayRisk = (id: OperationId): boolean => (this.#risky ??= id) === id;
    return { database, live: this.live, handlers, services, owner: this.owner, leaseMs, mayRisk };
  }

  #cancel(id: string): void {
    const operationId = OperationId.safeParse(id);
    if (operationId.success) this.#runs.get(operationId.data)?.cancel();
  }

  /** Renews the leases; finds out about lost ones, and about cancels whose nudge got lost. */
  async #beat(): Promise<void> {
    const { database, leaseMs, log } = this.#options;
    const runs = new Map(this.#runs);
    if (runs.size === 0) return;
    try {
      const held = await database.transaction((store) => store.operations.renew(this.owner, [...runs.keys()], leaseMs));
      const byId = new Map(held.map((row) => [row.id, row]));
      for (const [id, run] of runs) {
        const row = byId.get(id);
        if (row?.fence !== run.fence) run.abort(new RunInterrupted(new LeaseLostError(id, run.fence)));
        else if (row.state === 'cancelling') run.cancel();
      }
    } catch (error) {
      log.warn({ err: error }, 'Leases could not be renewed');
    }
  }
}
