import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '@heddle/data';
import { createRedis, LivePublisher, type RedisSettings } from '@heddle/queue';
import { pino } from 'pino';
import { DEFAULT_LIMITS } from '../limits';
import { Reconciler } from '../reconciler/reconciler';
import { ChainRuntimes } from '../runtimes/chain-runtimes';
import { RepairLock } from '../runtimes/repair-lock';
import type { WorkerServices } from '../services';
import { QuietNodes } from './quiet-nodes';

export interface QuietWork {
  readonly database: string;
  readonly redis: RedisSettings;
  /** Unique among the workers. */
  readonly owner: string;
  /** Between two rounds, in milliseconds. */
  readonly everyMs: number;
  readonly settleMs: number;
  readonly measureMs: number;
}

/** Of one worker, while it was measured. */
export interface QuietResult {
  /** CPU time in seconds, with all threads. */
  readonly cpuSeconds: number;
  readonly rounds: number;
  /** Ids of the chains that it reconciled. */
  readonly chains: readonly string[];
}

/** Reconciles chains without processes until it is asked to stop; prints a {@link QuietResult}. */
async function work({ database: url, redis, owner, everyMs, settleMs, measureMs }: QuietWork): Promise<void> {
  const database = await openDatabase({ url });
  const log = pino({ level: 'warn' }, pino.destination(2));
  const publishing = createRedis(redis);
  const nodes = new QuietNodes(database);
  const repairLock = new RepairLock(database);
  const services: Partial<WorkerServices> = {
    database,
    repairLock,
    runtimes: new ChainRuntimes(() => Promise.resolve(nodes as never), repairLock),
    live: new LivePublisher({ database, redis: publishing, prefix: redis.prefix, log }),
    limits: DEFAULT_LIMITS,
    now: () => new Date(),
  };
  const options = { services: services as WorkerServices, owner, everyMs, leaseMs: 5_000, log };
  const reconciler = new Reconciler(options);
  reconciler.start();
  await delay(settleMs);
  nodes.looks.clear();
  const before = process.cpuUsage();
  await delay(measureMs);
  const { user, system } = process.cpuUsage(before);
  const rounds = Math.max(0, ...nodes.looks.values());
  const result: QuietResult = { cpuSeconds: (user + system) / 1e6, rounds, chains: [...nodes.looks.keys()] };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.once('SIGTERM', () => {
    void reconciler.stop().then(async () => {
      publishing.disconnect();
      await database.close();
    });
  });
}

await work(JSON.parse(process.argv[2] ?? '') as QuietWork);
