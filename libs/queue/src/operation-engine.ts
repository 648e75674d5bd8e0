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
  /** Maximum number of operations that this worker runs at the same time. */
  concurrency?: number;
  /** Lease time of operations in milliseconds: a dead worker blocks its operations for this long. */
  leaseMs?: number;
  /** Number of events kept for each live room. */
  keepEvents?: number;
}

/** Time limit in milliseconds for closing BullMQ's worker. */
const CLOSE_MS = 3_000;

/** Delay in milliseconds before a job that this worker cannot take yet is offered again. */
const NOT_NOW_DELAY_MS = 250;

/** Leases are renewed, and rows without a lease are searched for, this many times per lease time. */
const LEASE_PARTS = 5;

const DEFAULTS = { concurrency: 4, leaseMs: 5_000, keepEvents: 5_000 };

interface Connections {
  commands: Redis;
  blocking: Redis;
  cancels: Redis;
}

/** Runs operations in a worker process. The database holds what is to be done; Redis only wakes the worker. */
export class OperationEngine<Services> {
  /** Name of this process in leases. */
  readonly owner = `${hostname().slice(0, 40)}-${String(process.pid)}-${randomUUID().slice(0, 8)}`;
  readonly live: LivePublisher;
  readonly queue: OperationsQueue;
  readonly #options: OperationEngineOptions<Services> & typeof DEFAULTS;
  readonly #connections: Connections;
  readonly #runs = new Map<OperationId, OperationRun<Services>>();
  readonly #finished = new Set<Promise<void>>();
  /** The only operation on this worker that fails if its worker dies once more. */
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
      // If BullMQ delivers a job twice, the row's lease rejects the second delivery.
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
   * Stops taking work, waits up to `graceMs` for running steps, aborts the remaining ones, and releases every
   * unfinished operation so that another worker continues at once.
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
    // BullMQ would wait for Redis to return. No job runs any more, so nothing is lost by not waiting.
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
      log.warn(
        { operationId, kind, needs: taken.needs },
        'A newer worker version started this operation and must finish it',
      );
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

  /** Renews the leases, and detects lost leases and cancel requests whose message was lost. */
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
