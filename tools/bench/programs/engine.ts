import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChainId } from '@heddle/contracts';
import { openDatabase } from '@heddle/data';
import { createRedis, OperationEngine, type RedisSettings } from '@heddle/queue';
import { Queue, QueueEvents, Worker } from 'bullmq';
import { idleHandlers, quiet, Requests, STEPS } from './idle-operation.ts';

export interface EnginePlace {
  /** URL of a new database. */
  readonly database: string;
  readonly redis: RedisSettings;
}

/** Times in milliseconds. */
export interface EngineTimes {
  readonly operations: number[];
  readonly jobs: number[];
}

const WARM_UP = 10;

/** An operation of ten empty steps and a bare job, each timed from its request to its end, in turn. */
export async function compare({ database: url, redis }: EnginePlace, rounds: number): Promise<EngineTimes> {
  const database = await openDatabase({ url });
  const ended = new Map<ChainId, () => void>();
  const handlers = idleHandlers(
    () => undefined,
    (chainId) => ended.get(chainId)?.(),
  );
  const engine = new OperationEngine<object>({ database, redis, handlers, services: {}, log: quiet });
  await engine.start();
  const requests = new Requests(database, redis);
  const bare = await BareJobs.open(redis);
  const operations: number[] = [];
  const jobs: number[] = [];
  for (let round = -WARM_UP; round < rounds; round += 1) {
    const chainId = await requests.chain();
    const end = new Promise<void>((resolve) => ended.set(chainId, resolve));
    const operation = await timed(async () => {
      await requests.operation(chainId);
      await end;
    });
    const job = await timed(() => bare.run());
    if (round < 0) continue;
    operations.push(operation);
    jobs.push(job);
  }
  await bare.close();
  await engine.drain({ graceMs: 1_000 });
  await requests.close();
  await database.close();
  return { operations, jobs };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Plain BullMQ: one queue, one worker, a processor that does nothing. */
class BareJobs {
  private constructor(
    private readonly queue: Queue,
    private readonly events: QueueEvents,
    private readonly worker: Worker,
    private readonly disconnect: () => void,
  ) {}

  static async open({ url }: RedisSettings): Promise<BareJobs> {
    const redis = { url, prefix: 'bare' };
    const commands = createRedis(redis);
    const [forEvents, forWorker] = [createRedis(redis, 'blocking'), createRedis(redis, 'blocking')];
    const queue = new Queue('bare', { connection: commands });
    const events = new QueueEvents('bare', { connection: forEvents });
    const worker = new Worker('bare', () => Promise.resolve(), { connection: forWorker });
    await Promise.all([worker.waitUntilReady(), events.waitUntilReady()]);
    return new BareJobs(queue, events, worker, () => {
      for (const connection of [commands, forEvents, forWorker]) connection.disconnect();
    });
  }

  async run(): Promise<void> {
    const job = await this.queue.add('job', {});
    await job.waitUntilFinished(this.events);
  }

  async close(): Promise<void> {
    await Promise.all([this.worker.close(), this.events.close(), this.queue.close()]);
    this.disconnect();
  }
}

/** Creates operations for the workers; returns their ids. */
export async function enqueue({ database: url, redis }: EnginePlace, count: number): Promise<string[]> {
  const database = await openDatabase({ url });
  const requests = new Requests(database, redis);
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push((await requests.operation(await requests.chain())).id);
  await requests.close();
  await database.close();
  return ids;
}

/** Executes operations until the process is asked to stop. Writes one line per step to `notes`. */
export async function work({ database: url, redis }: EnginePlace, notes: string): Promise<void> {
  const database = await openDatabase({ url });
  const handlers = idleHandlers(
    ({ operation }) => {
      appendFileSync(notes, `${operation.id}\n`);
    },
    () => undefined,
  );
  const engine = new OperationEngine<object>({ database, redis, handlers, services: {}, log: quiet });
  await engine.start();
  process.once('SIGTERM', () => {
    void engine
      .drain({ graceMs: 1_000 })
      .then(() => database.close())
      .then(() => process.exit(0));
  });
}

export interface Drained {
  /** Operations that did not succeed. */
  readonly lost: number;
  /** Steps that did not run exactly once. */
  readonly doubled: number;
  /** Number of operations that each worker finished. */
  readonly shares: number[];
}

/** Waits until all operations have ended, and compares them with the workers' notes. */
export async function drained(
  { database: url }: EnginePlace,
  { ids, notes, signal }: { ids: readonly string[]; notes: readonly string[]; signal: AbortSignal },
): Promise<Drained> {
  const database = await openDatabase({ url });
  try {
    for (;;) {
      const { operations } = database.store;
      const counts = await Promise.all(
        (['queued', 'running', 'retrying'] as const).map((state) => operations.list({ state, limit: 1 })),
      );
      if (counts.every(({ items }) => items.length === 0)) break;
      await delay(20, undefined, { signal });
    }
    const states = await Promise.all(ids.map((id) => database.store.operations.get(id as never)));
    const lines = notes.map((file) => readFileSync(file, 'utf8').trim().split('\n'));
    const ran = new Map<string, number>();
    for (const id of lines.flat()) ran.set(id, (ran.get(id) ?? 0) + 1);
    return {
      lost: states.filter(({ state }) => state !== 'succeeded').length,
      doubled: ids.reduce((sum, id) => sum + Math.abs((ran.get(id) ?? 0) - STEPS), 0),
      shares: lines.map((own) => own.length / STEPS),
    };
  } finally {
    await database.close();
  }
}
