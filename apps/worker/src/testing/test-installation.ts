import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import {
  chainScope,
  ChainSpec,
  type ChainId,
  type ChainSpecInput,
  operationRoom,
  type Operation,
  type OperationEvent,
  type OperationId,
  type OperationInput,
  type OperationKind,
  type UserId,
} from '@heddle/contracts';
import { ArtifactStore } from '@heddle/artifacts';
import { dataLayout, loadMasterKey, loadSettings, type DataLayout, type Settings } from '@heddle/config';
import { openDatabase, operationView, Sealer, type Database, type Transaction } from '@heddle/data';
import { createLocalRuntime, stopAll } from '@heddle/local';
import { createRedis, LivePublisher, OperationService, OperationsQueue } from '@heddle/queue';
import type { RuntimeDriver } from '@heddle/runtime';
import { TestRedis } from '@heddle/testing';
import { pino } from 'pino';
import { openRuntimes, type OpenRuntimes } from '../runtimes/open-runtimes';
import { operationsAccesses } from '../runtimes/operations-accesses';
import { portLeases } from '../runtimes/port-leases';
import { DEFAULT_LIMITS, type Limits } from '../limits';
import { startWorker, type WorkerProcess } from '../worker';
import { until } from './until';

const FINAL: readonly string[] = ['succeeded', 'failed', 'cancelled', 'rolled_back'];

/** Ports for the installations of one test file; test files run in parallel. */
const PORTS_EACH = 100;
const WORKSPACE = join(__dirname, '../../../..');
const GATES = 'gates';
const FIRST_PORT = 12_000 + (Number(process.env['JEST_WORKER_ID'] ?? 1) % 10) * PORTS_EACH;

export interface WorkerOptions {
  readonly fabricHome?: string;
  readonly limits?: Partial<Limits>;
}

export interface InstallationOptions {
  /** Folder for artifacts and builds that a cluster also mounts; by default inside the installation's own folder. */
  readonly shared?: string;
  /** By default a SQLite file in the installation's own folder. */
  readonly databaseUrl?: string;
}

interface Parts {
  readonly environment: NodeJS.ProcessEnv;
  readonly settings: Settings;
  readonly folder: string;
  readonly redis: TestRedis;
  readonly database: Database;
  readonly operations: OperationService;
  readonly close: () => Promise<void>;
}

/** A separate data folder, Redis, database and workers. Requests operations as the API does. */
export class TestInstallation {
  /** Of a worker that runs as a process of its own. */
  readonly environment: NodeJS.ProcessEnv;
  readonly settings: Settings;
  readonly layout: DataLayout;
  readonly #workers = new Map<WorkerProcess, WorkerOptions>();

  readonly folder: string;
  /** Folder that chaincode in its sandbox can read, for files of tests. */
  readonly gates: string;
  readonly redis: TestRedis;
  readonly database: Database;
  readonly operations: OperationService;
  readonly #close: () => Promise<void>;

  private constructor({ environment, settings, folder, redis, database, operations, close }: Parts) {
    this.environment = environment;
    this.folder = folder;
    this.gates = join(folder, GATES);
    this.redis = redis;
    this.database = database;
    this.operations = operations;
    this.#close = close;
    this.settings = settings;
    this.layout = dataLayout(this.settings);
  }

  static async open({ shared, databaseUrl: url }: InstallationOptions = {}): Promise<TestInstallation> {
    const folder = await mkdtemp(join(tmpdir(), 'heddle-worker-'));
    await mkdir(join(folder, GATES));
    const redis = await TestRedis.start();
    const environment = { ...environmentOf(folder, redis, shared), ...(url !== undefined && { DATABASE_URL: url }) };
    const settings = loadSettings(environment);
    const { databaseUrl, redis: redisSettings } = settings;
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
    return new TestInstallation({ environment, settings, folder, redis, database, operations, close });
  }

  /** Another worker, optionally with a different Fabric folder and shorter time limits. */
  async startWorker(options: WorkerOptions = {}): Promise<WorkerProcess> {
    const { fabricHome, limits } = options;
    const settings = fabricHome === undefined ? this.settings : { ...this.settings, fabricHome };
    const log = pino({ level: process.env['HEDDLE_LOG_LEVEL'] ?? 'silent' });
    const worker = await startWorker(settings, log, { ...DEFAULT_LIMITS, ...limits });
    this.#workers.set(worker, options);
    return worker;
  }

  async stopWorker(worker: WorkerProcess): Promise<void> {
    this.#workers.delete(worker);
    await worker.stop();
  }

  /** Runs `work` with one worker that has these limits instead of the others, which are started again afterwards. */
  async withLimits<Result>(limits: Partial<Limits>, work: () => Promise<Result>): Promise<Result> {
    const others = [...this.#workers];
    for (const [worker] of others) await this.stopWorker(worker);
    const own = await this.startWorker({ limits });
    try {
      return await work();
    } finally {
      await this.stopWorker(own);
      for (const [, options] of others) await this.startWorker(options);
    }
  }

  async sealer(): Promise<Sealer> {
    const { secretKey } = this.settings;
    return new Sealer(await loadMasterKey({ secretKey, file: this.layout.masterKey }));
  }

  /** Every runtime, opened as a worker of this installation would. */
  async runtimes(): Promise<OpenRuntimes> {
    const { settings, layout, database } = this;
    const artifacts = new ArtifactStore(layout.artifacts);
    return openRuntimes({ settings, layout, database, sealer: await this.sealer(), artifacts });
  }

  /** The local nodes of this installation, for a test that does to them what no worker would. */
  async nodes(): Promise<RuntimeDriver> {
    const { database } = this;
    return createLocalRuntime({
      root: this.layout.nodes,
      homes: { fabric: this.settings.fabricHome },
      leases: portLeases(database),
      operationsAccess: operationsAccesses({ database, sealer: await this.sealer() }),
      portRange: this.settings.nodePorts,
      builds: this.layout.builds,
    });
  }

  /** Writes a chain that will be created. */
  defineChain(spec: ChainSpecInput): Promise<ChainId> {
    return this.database.transaction(async (store) => {
      const chain = await store.chains.create({ spec: ChainSpec.parse(spec), ownerId: randomUUID() as UserId });
      return chain.id;
    });
  }

  /** Requests an operation and waits for its end. */
  async run<Kind extends OperationKind>(
    kind: Kind,
    input: OperationInput<Kind> & { chainId: ChainId },
  ): Promise<Operation> {
    return this.finished(await this.ask(kind, input));
  }

  ask<Kind extends OperationKind>(
    kind: Kind,
    input: OperationInput<Kind> & { chainId: ChainId },
    scope = chainScope(input.chainId),
  ): Promise<OperationId> {
    return this.database.transaction(async (store: Transaction) => {
      const { chainId } = input;
      const request = { kind, input, chainId, scope, subject: kind, requestedBy: 'tester' };
      return (await this.operations.create(store, request)).id;
    });
  }

  async finished(id: OperationId): Promise<Operation> {
    let operation = await this.#operation(id);
    await until(async () => {
      operation = await this.#operation(id);
      return FINAL.includes(operation.state);
    }, `operation ${operation.kind} ends`);
    return operation;
  }

  #operation(id: OperationId): Promise<Operation> {
    return this.database.snapshot((store) => operationView(store, id));
  }

  /** Lets a user act on an operation (cancel, retry, roll back) and waits for its end. */
  async act(verb: 'cancel' | 'retry' | 'rollback', id: OperationId): Promise<Operation> {
    await this.database.transaction((store) => this.operations[verb](store, id, 'tester'));
    return this.finished(id);
  }

  /** The published events of an operation, in order. */
  async events(id: OperationId): Promise<OperationEvent[]> {
    const { events } = await this.database.store.live.read(operationRoom(id), 0, 1_000);
    return events.flatMap(({ payload }) => (payload.topic === 'operation.event' ? [payload.event] : []));
  }

  /** Waits for an event of an operation. */
  async reported(id: OperationId, what: RegExp): Promise<void> {
    await until(
      async () => (await this.events(id)).some(({ message }) => what.test(message)),
      `${String(what)} is reported`,
    );
  }

  /** Ends workers and nodes and deletes everything; `release` frees what a test has put into the folder. */
  async dispose(release: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await Promise.all([...this.#workers.keys()].map((worker) => this.stopWorker(worker)));
    await stopAll(this.layout.nodes, { graceMs: 2_000 });
    await release();
    await this.#close();
    await this.redis.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function environmentOf(folder: string, redis: TestRedis, shared = folder): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HEDDLE_DATA: folder,
    HEDDLE_SHARED: shared,
    HEDDLE_TEMPLATES: join(WORKSPACE, 'templates'),
    // Test chaincodes run programs of this workspace and wait for files.
    HEDDLE_SANDBOX_PATHS: [WORKSPACE, join(folder, GATES)].join(delimiter),
    REDIS_URL: redis.url,
    HEDDLE_RECONCILE_MS: '250',
    HEDDLE_NODE_PORTS: `${FIRST_PORT}-${FIRST_PORT + PORTS_EACH - 1}`,
  };
}
