import {
  chainScope,
  type ChainId,
  ChainSpec,
  OPERATION_KINDS,
  type OperationKind,
  type UserId,
} from '@heddle/contracts';
import { type Database, type OperationEntity } from '@heddle/data';
import {
  createRedis,
  defineOperation,
  type HandlerSet,
  type Logger,
  LivePublisher,
  type OperationHandler,
  OperationService,
  OperationsQueue,
  type RedisSettings,
  step,
  type StepContext,
} from '@heddle/queue';

export const STEPS = 10;
export type Context = StepContext<{ chainId: ChainId }, object>;

const OWNER = '00000000-0000-4000-8000-000000000001' as UserId;

/** A no-op logger; errors are thrown where they matter. */
export const quiet: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * Handlers for an engine that runs only operations of ten steps.
 * @param run the work of each step
 * @param ended called after the commit that ends an operation
 */
export function idleHandlers(run: (context: Context) => void, ended: (chainId: ChainId) => void): HandlerSet<object> {
  const start: OperationHandler<OperationKind, object> = defineOperation<'chain.start', object>('chain.start', {
    steps: Array.from({ length: STEPS }, (_, index) =>
      step(`step${String(index)}`, { weight: 1 }, (context: Context) => {
        run(context);
        return Promise.resolve();
      }),
    ),
    onState: ({ state, input, store }) => {
      if (state === 'succeeded')
        store.afterCommit(() => {
          ended(input.chainId);
        });
      return Promise.resolve();
    },
  });
  const others = OPERATION_KINDS.filter((kind) => kind !== 'chain.start').map((kind) => [
    kind,
    defineOperation(kind, { steps: [step('nothing', { weight: 1 }, () => Promise.resolve())] }),
  ]);
  return Object.fromEntries([['chain.start', start], ...others]) as HandlerSet<object>;
}

/** Submits an operation the way the API does. */
export class Requests {
  readonly #database: Database;
  readonly #connection;
  readonly #queue: OperationsQueue;
  readonly #service: OperationService;
  #chains = 0;

  constructor(database: Database, redis: RedisSettings) {
    const { prefix } = redis;
    this.#database = database;
    this.#connection = createRedis(redis);
    this.#queue = new OperationsQueue(this.#connection, prefix);
    const live = new LivePublisher({ database, redis: this.#connection, prefix, log: quiet });
    this.#service = new OperationService({ queue: this.#queue, live, redis: this.#connection, prefix, log: quiet });
  }

  /** A chain that exists only in the database. */
  async chain(): Promise<ChainId> {
    this.#chains += 1;
    const spec = ChainSpec.parse({ name: `chain-${String(this.#chains)}`, organizations: [{ name: 'org1' }] });
    const { id } = await this.#database.transaction((store) => store.chains.create({ spec, ownerId: OWNER }));
    return id;
  }

  operation(chainId: ChainId): Promise<OperationEntity> {
    return this.#database.transaction((store) =>
      this.#service.create(store, {
        kind: 'chain.start',
        chainId,
        input: { chainId },
        scope: chainScope(chainId),
        subject: 'a chain',
        requestedBy: 'bench',
      }),
    );
  }

  async close(): Promise<void> {
    await this.#queue.close();
    this.#connection.disconnect();
  }
}
