import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';
import { Mutex } from './mutex';
import { DatabaseGoneError } from './data-error';
import { isConnectionLost, isTransient } from './repositories/unique';
import { Store, Transaction } from './store';

const MAX_TRIES = 8;

type Purpose = 'write' | 'snapshot';

/** What differs between SQLite and MariaDB. */
export interface Dialect {
  /** Connection for single reads. */
  readonly reader: DataSource;
  /** Connection for transactions; the same as `reader` where there is a pool. */
  readonly writer: DataSource;
  /** Connection for consistent reads, which wait for no writer. */
  readonly snapshots: DataSource;
  readonly begin: (runner: QueryRunner, purpose: Purpose) => Promise<void>;
  /** Whether a data source is one connection, so that its transactions must run one after another. */
  readonly oneByOne: boolean;
}

/** Heddle's database. `store` reads; all writes run in `transaction`. */
export class Database {
  /** Reads outside of transactions. On SQLite its connection rejects writes. */
  readonly store: Store;
  readonly #dialect: Dialect;
  readonly #turns: Readonly<Record<Purpose, Mutex>> = { write: new Mutex(), snapshot: new Mutex() };

  /** @internal use openDatabase */
  constructor(dialect: Dialect) {
    this.#dialect = dialect;
    this.store = new Store(dialect.reader.manager);
  }

  /** The data source that ran the migrations, for health checks and schema tests. */
  get dataSource(): DataSource {
    return this.#dialect.writer;
  }

  /** Rejects while the database does not answer. */
  async ping(): Promise<void> {
    await this.#dialect.reader.query('SELECT 1');
  }

  /**
   * Runs the work in one transaction and commits it; an error rolls it back. After a deadlock the work runs again.
   * Never call it inside the work of another transaction: on SQLite the two would wait for each other.
   */
  async transaction<T>(work: (store: Transaction) => Promise<T>): Promise<T> {
    const { result, transaction } = await this.#retried(() => this.#inTurn('write', () => this.#run(work, 'write')));
    transaction.runCommitted();
    return result;
  }

  /** Reads one consistent state of the database, for example an entity together with its room's sequence. */
  async snapshot<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const { result } = await this.#retried(() => this.#inTurn('snapshot', () => this.#run(work, 'snapshot')));
    return result;
  }

  async close(): Promise<void> {
    const { reader, writer, snapshots } = this.#dialect;
    const close = async () => {
      for (const source of new Set([writer, reader, snapshots])) await source.destroy();
    };
    await this.#inTurn('write', () => this.#inTurn('snapshot', close));
  }

  #inTurn<T>(purpose: Purpose, task: () => Promise<T>): Promise<T> {
    return this.#dialect.oneByOne ? this.#turns[purpose].run(task) : task();
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
    purpose: Purpose,
  ): Promise<{ result: T; transaction: Transaction }> {
    const { writer, snapshots } = this.#dialect;
    const runner = (purpose === 'write' ? writer : snapshots).createQueryRunner();
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
