import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';
import { Mutex } from './mutex';
import { DatabaseGoneError } from './data-error';
import { isConnectionLost, isTransient } from './repositories/unique';
import { Store, Transaction } from './store';

const MAX_TRIES = 8;

/** What differs between SQLite and MariaDB. */
export interface Dialect {
  /** Connection for single reads. */
  readonly reader: DataSource;
  /** Connection for transactions; the same as `reader` where there is a pool. */
  readonly writer: DataSource;
  readonly begin: (runner: QueryRunner, purpose: 'write' | 'snapshot') => Promise<void>;
  /** Whether one connection serves all transactions, so that they must run one after another. */
  readonly singleWriter: boolean;
}

/** Heddle's database. `store` reads; all writes run in `transaction`. */
export class Database {
  /** Reads outside of transactions. On SQLite its connection rejects writes. */
  readonly store: Store;
  readonly #dialect: Dialect;
  readonly #mutex = new Mutex();

  /** @internal use openDatabase */
  constructor(dialect: Dialect) {
    this.#dialect = dialect;
    this.store = new Store(dialect.reader.manager);
  }

  /** The data source that ran the migrations, for health checks and schema tests. */
  get dataSource(): DataSource {
    return this.#dialect.writer;
  }

  /**
   * Runs the work in one transaction and commits it; an error rolls it back. After a deadlock the work runs again.
   * Never call it inside the work of another transaction: on SQLite the two would wait for each other.
   */
  async transaction<T>(work: (store: Transaction) => Promise<T>): Promise<T> {
    const { result, transaction } = await this.#retried(() => this.#exclusive(() => this.#run(work, 'write')));
    transaction.runCommitted();
    return result;
  }

  /** Reads one consistent state of the database, for example an entity together with its room's sequence. */
  async snapshot<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const { result } = await this.#retried(() => this.#exclusive(() => this.#run(work, 'snapshot')));
    return result;
  }

  async close(): Promise<void> {
    const { reader, writer } = this.#dialect;
    await this.#exclusive(async () => {
      await writer.destroy();
      if (reader !== writer) await reader.destroy();
    });
  }

  #exclusive<T>(task: () => Promise<T>): Promise<T> {
    return this.#dialect.singleWriter ? this.#mutex.run(task) : task();
  }

  async #retried<T>(task: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await task();
      } catch (error) {
        if (tries >= MAX_TRIES || !isTransient(error)) throw error;
        await delay(tries * 10);
      }
    }
  }

  async #run<T>(
    work: (store: Transaction) => Promise<T>,
    purpose: 'write' | 'snapshot',
  ): Promise<{ result: T; transaction: Transaction }> {
    const runner = this.#dialect.writer.createQueryRunner();
    try {
      await this.#dialect.begin(runner, purpose);
      const transaction = new Transaction(runner.manager);
      const result = await work(transaction);
      await runner.commitTransaction();
      return { result, transaction };
    } catch (error) {
      if (isConnectionLost(error)) throw new DatabaseGoneError(error);
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      throw error;
    } finally {
      await runner.release();
    }
  }
}
