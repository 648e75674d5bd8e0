import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChainSpec,
  type ChainId,
  type ChainSpecInput,
  type Operation,
  type OperationId,
  type OperationInput,
  type OperationKind,
  type UserId,
} from '@heddle/contracts';
import { loadSettings, type Settings } from '@heddle/config';
import { openDatabase, operationView, type Database, type Transaction } from '@heddle/data';
import { stopAll } from '@heddle/local';
import { createRedis, LivePublisher, OperationService, OperationsQueue } from '@heddle/queue';
import { TestRedis } from '@heddle/testing';
import { pino } from 'pino';
import { startWorker, type WorkerProcess } from '../worker';

const FINAL: readonly string[] = ['succeeded', 'failed', 'cancelled', 'rolled_back'];
const POLL_MS = 20;
const LIMIT_MS = 60_000;

interface Parts {
  readonly folder: string;
  readonly redis: TestRedis;
  readonly database: Database;
  readonly operations: OperationService;
  readonly close: () => Promise<void>;
}

/** A data folder, a Redis, a database and workers of their own; asks for operations as the API does. */
export class TestInstallation {
  readonly settings: Settings;
  readonly #workers: WorkerProcess[] = [];

  readonly folder: string;
  readonly redis: TestRedis;
  readonly database: Database;
  readonly operations: OperationService;
  readonly #close: () => Promise<void>;

  private constructor({ folder, redis, database, operations, close }: Parts) {
    this.folder = folder;
    this.redis = redis;
    this.database = database;
    this.operations = operations;
    this.#close = close;
    this.settings = settingsOf(folder, redis);
  }

  static async open(): Promise<TestInstallation> {
    const folder = await mkdtemp(join(tmpdir(), 'heddle-worker-'));
    const redis = await TestRedis.start();
    const { databaseUrl, redis: redisSettings } = settingsOf(folder, redis);
    const database = await openDatabase({ url: databaseUrl });
    const log = pino({ level: 'silent' });
    const connection = createRedis(redisSettings);
    const queue = new OperationsQueue(connection, redisSettings.prefix);
    const { prefix } = redisSettings;
    const live = new LivePublisher({ database, redis: connection, prefix, log });
    const operations = new OperationService({ queue, live, redis: connection, prefix, log });
    const close = async () => {
      await queue.close();
      connection.disconnect();
      await database.close();
    };
    return new TestInstallation({ folder, redis, database, operations, close });
  }

  async startWorker(): Promise<WorkerProcess> {
    const worker = await startWorker(this.settings, pino({ level: process.env['HEDDLE_LOG_LEVEL'] ?? 'silent' }));
    this.#workers.push(worker);
    return worker;
  }

  /** Writes a chain that is to be created. */
  defineChain(spec: ChainSpecInput): Promise<ChainId> {
    return this.database.transaction(async (store) => {
      const chain = await store.chains.create({ spec: ChainSpec.parse(spec), ownerId: randomUUID() as UserId });
      return chain.id;
    });
  }

  /** Asks for an operation and waits for its end. */
  async run<Kind extends OperationKind>(
    kind: Kind,
    input: OperationInput<Kind> & { chainId: ChainId },
  ): Promise<Operation> {
    return this.finished(await this.ask(kind, input));
  }

  ask<Kind extends OperationKind>(
    kind: Kind,
    input: OperationInput<Kind> & { chainId: ChainId },
    scope = `chain:${input.chainId}`,
  ): Promise<OperationId> {
    return this.database.transaction(async (store: Transaction) => {
      const { chainId } = input;
      const request = { kind, input, chainId, scope, subject: kind, requestedBy: 'tester' };
      return (await this.operations.create(store, request)).id;
    });
  }

  async finished(id: OperationId): Promise<Operation> {
    const deadline = Date.now() + LIMIT_MS;
    for (;;) {
      const operation = await this.database.snapshot((store) => operationView(store, id));
      if (FINAL.includes(operation.state)) return operation;
      if (Date.now() > deadline)
        throw new Error(`${operation.kind} is still ${operation.state}: ${JSON.stringify(operation)}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    await this.#close();
    await this.redis.stop();
    await stopAll(join(this.folder, 'nodes'), { graceMs: 2_000 });
    await rm(this.folder, { recursive: true, force: true });
  }
}

function settingsOf(folder: string, redis: TestRedis): Settings {
  return loadSettings({
    ...process.env,
    HEDDLE_DATA: folder,
    REDIS_URL: redis.url,
    HEDDLE_RECONCILE_MS: '250',
    HEDDLE_NODE_PORTS: '12000-12999',
  });
}
