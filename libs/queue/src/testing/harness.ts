import { setTimeout as delay } from 'node:timers/promises';
import {
  chainScope,
  ChainSpec,
  type ChainId,
  type OperationEvent,
  type OperationId,
  operationRoom,
  type OperationState,
  type UserId,
} from '@heddle/contracts';
import { type ChainEntity, type Database, openDatabase, type OperationEntity } from '@heddle/data';
import type { Redis } from 'ioredis';
import type { HandlerSet } from '../handlers';
import { LivePublisher } from '../live-publisher';
import type { Logger } from '../logger';
import { OperationEngine } from '../operation-engine';
import { OperationService } from '../operation-service';
import { OperationsQueue } from '../operations-queue';
import { createRedis, type RedisSettings } from '../redis';

/** What test steps act on: they record what they did. */
export interface Services {
  did: string[];
}

export const quiet: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const OWNER = '00000000-0000-4000-8000-000000000001' as UserId;

/** Waits for a condition; fails with the last value. */
export async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean, limitMs = 40_000): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (performance.now() > deadline) throw new Error(`Not reached in ${String(limitMs)} ms: ${JSON.stringify(value)}`);
    await delay(10);
  }
}

/** The API's side of the engine, and engines like those of a worker, on one database and one Redis. */
export class Harness {
  readonly did: string[] = [];
  readonly service: OperationService;
  readonly queue: OperationsQueue;
  readonly live: LivePublisher;
  readonly #engines: OperationEngine<Services>[] = [];
  readonly #connection: Redis;
  #chains = 0;

  private constructor(
    readonly database: Database,
    readonly redis: RedisSettings,
  ) {
    this.#connection = createRedis(redis);
    this.#connection.on('error', () => undefined);
    const { prefix } = redis;
    this.queue = new OperationsQueue(this.#connection, prefix);
    this.live = new LivePublisher({ database, redis: this.#connection, prefix, log: quiet });
    this.service = new OperationService({
      queue: this.queue,
      live: this.live,
      redis: this.#connection,
      prefix,
      log: quiet,
    });
  }

  static async open(url: string, redis: RedisSettings): Promise<Harness> {
    return new Harness(await openDatabase({ url }), redis);
  }

  async engine(handlers: HandlerSet<Services>, leaseMs = 1_000): Promise<OperationEngine<Services>> {
    const { database, redis } = this;
    const engine = new OperationEngine({
      database,
      redis,
      handlers,
      services: { did: this.did },
      log: quiet,
      leaseMs,
    });
    this.#engines.push(engine);
    await engine.start();
    return engine;
  }

  chain(): Promise<ChainEntity> {
    this.#chains += 1;
    const spec = ChainSpec.parse({ name: `chain-${String(this.#chains)}`, organizations: [{ name: 'org1' }] });
    return this.database.transaction((store) => store.chains.create({ spec, ownerId: OWNER }));
  }

  /** A new chain with an operation of this kind. */
  async request(kind: 'chain.start' | 'chain.stop' = 'chain.start'): Promise<OperationEntity> {
    const { id: chainId } = await this.chain();
    return this.requestOn(chainId, kind);
  }

  requestOn(chainId: ChainId, kind: 'chain.start' | 'chain.stop' = 'chain.start'): Promise<OperationEntity> {
    return this.database.transaction((store) =>
      this.service.create(store, {
        kind,
        chainId,
        input: { chainId },
        scope: chainScope(chainId),
        subject: 'a chain',
        requestedBy: 'ann',
      }),
    );
  }

  cancel(id: OperationId): Promise<OperationEntity> {
    return this.database.transaction((store) => this.service.cancel(store, id, 'bob'));
  }
  retry(id: OperationId): Promise<OperationEntity> {
    return this.database.transaction((store) => this.service.retry(store, id, 'bob'));
  }
  rollback(id: OperationId): Promise<OperationEntity> {
    return this.database.transaction((store) => this.service.rollback(store, id, 'bob'));
  }

  reaches(id: OperationId, ...states: OperationState[]): Promise<OperationEntity> {
    return until(
      () => this.database.store.operations.get(id),
      ({ state }) => states.includes(state),
    );
  }

  async events(id: OperationId): Promise<OperationEvent[]> {
    const { events } = await this.database.store.live.read(operationRoom(id), 0, 10_000);
    return events.flatMap(({ payload }) => (payload.topic === 'operation.event' ? [payload.event] : []));
  }

  async close(): Promise<void> {
    for (const engine of this.#engines) await engine.drain({ graceMs: 0 });
    await this.queue.close();
    this.#connection.disconnect();
    await this.database.close();
  }
}
