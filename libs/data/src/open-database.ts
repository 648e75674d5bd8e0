import type { EventEmitter } from 'node:events';
import { chmod, open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { DataSource, type DataSourceOptions, type QueryRunner } from 'typeorm';
import { createConnection } from 'mysql2/promise';
import { DatabaseUrlError } from './data-error';
import { Database, type Dialect } from './database';
import { ENTITIES } from './entities/all';
import { MIGRATIONS } from './migrations/all';
import { isTransient } from './repositories/unique';

export interface DatabaseOptions {
  /** `sqlite:<file>`, `mysql://user:password@host:port/database` or `mariadb://…`; `?socketPath=` for a socket. */
  url: string;
  /** Pool size; SQLite has no pool. */
  poolSize?: number;
}

const MIGRATION_WAIT_SECONDS = 120;
/** SQLite's own wait blocks the whole process. The writer therefore polls for the lock for up to this long. */
const WRITE_LOCK_WAIT_MS = 10_000;
const NO_WAIT_MS = 1;
const READ_WAIT_MS = 1_000;

const common = {
  entities: ENTITIES,
  migrations: MIGRATIONS,
  migrationsTransactionMode: 'each',
  synchronize: false,
  logging: false,
} as const;

/**
 * Opens the database and migrates its schema. Processes that start at the same time wait for each other, so every
 * migration runs once.
 * @throws DatabaseUrlError, or the driver's error if the database cannot be reached
 */
export async function openDatabase({ url, poolSize = 10 }: DatabaseOptions): Promise<Database> {
  if (url.startsWith('sqlite:')) return new Database(await openSqlite(sqliteFile(url)));
  if (/^(mysql|mariadb):\/\//.test(url)) return new Database(await openMysql(url, poolSize));
  throw new DatabaseUrlError(url.replace(/\/\/.*@/, '//…@'));
}

function sqliteFile(url: string): string {
  const file = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
  if (file === '' || file === ':memory:') throw new DatabaseUrlError(url);
  return file;
}

interface Pragmas {
  pragma: (text: string) => unknown;
}

/** SQLite creates the files beside a database with the database's mode. Other accounts must not even read it. */
async function closeToOthers(file: string): Promise<void> {
  await (await open(file, 'a', 0o600)).close();
  for (const suffix of ['', '-wal', '-shm']) {
    await chmod(`${file}${suffix}`, 0o600).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    });
  }
}

async function openSqlite(file: string): Promise<Dialect> {
  const lockFile = `${file}.migration-lock`;
  for (const path of [file, lockFile]) await closeToOthers(path);
  const sqlite = (timeout: number, pragmas: readonly string[]): DataSource =>
    new DataSource({
      ...common,
      type: 'better-sqlite3',
      database: file,
      timeout,
      prepareDatabase: (database: Pragmas) => {
        for (const pragma of pragmas) database.pragma(pragma);
      },
    });
  // A separate lock file: even the switch to WAL must not race.
  const lock = new DataSource({
    type: 'better-sqlite3',
    database: lockFile,
    timeout: NO_WAIT_MS,
  });
  await lock.initialize();
  try {
    await whileBusy(() => lock.query('BEGIN EXCLUSIVE'), MIGRATION_WAIT_SECONDS * 1_000);
    const writer = await sqlite(NO_WAIT_MS, ['journal_mode = WAL', 'synchronous = NORMAL']).initialize();
    await writer.runMigrations();
    const reader = await sqlite(READ_WAIT_MS, ['query_only = ON']).initialize();
    const snapshots = await sqlite(READ_WAIT_MS, ['query_only = ON']).initialize();
    return { reader, writer, snapshots, begin: beginSqlite, oneByOne: true };
  } finally {
    await lock.destroy();
  }
}

/**
 * TypeORM begins transactions as deferred: the first read fixes what a snapshot sees. For writing, a write that changes
 * nothing takes the write lock before anything is read.
 */
async function beginSqlite(runner: QueryRunner, purpose: 'write' | 'snapshot'): Promise<void> {
  if (purpose === 'snapshot') return runner.startTransaction();
  await whileBusy(async () => {
    await runner.startTransaction();
    try {
      await runner.query('DELETE FROM leases WHERE 0');
    } catch (error) {
      await runner.rollbackTransaction();
      throw error;
    }
  }, WRITE_LOCK_WAIT_MS);
}

async function whileBusy(task: () => Promise<unknown>, waitMs: number): Promise<void> {
  const deadline = performance.now() + waitMs;
  for (let pause = 1; ; pause = Math.min(pause * 2, 16)) {
    try {
      await task();
      return;
    } catch (error) {
      if (!isTransient(error) || performance.now() > deadline) throw error;
      await delay(pause);
    }
  }
}

async function openMysql(url: string, poolSize: number): Promise<Dialect> {
  const { protocol, hostname, port, username, password, pathname, searchParams } = new URL(url);
  const socketPath = searchParams.get('socketPath');
  const connection = {
    ...(socketPath === null ? { host: hostname, port: port === '' ? 3306 : Number(port) } : { socketPath }),
    ...(protocol === 'mysql:' || protocol === 'mariadb:' ? { user: decodeURIComponent(username) } : {}),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  };
  const { user, ...rest } = connection;
  const options: DataSourceOptions = {
    ...common,
    ...rest,
    username: user ?? '',
    // TypeORM must know which of the two it is: they report column types differently.
    type: (await isMariaDb(connection)) ? 'mariadb' : 'mysql',
    charset: 'utf8mb4',
    poolSize,
  };
  const source = await new DataSource(options).initialize();
  try {
    await limitWaits(source);
    await migrateMysql(source);
  } catch (error) {
    await source.destroy();
    throw error;
  }
  return { reader: source, writer: source, snapshots: source, begin: beginMysql, oneByOne: false };
}

/**
 * A worker that freezes inside a transaction must not keep its locks. MariaDB ends such a transaction after a few idle
 * seconds, and a transaction that waits for the lock is retried.
 */
async function limitWaits(source: DataSource): Promise<void> {
  const idle = source.options.type === 'mariadb' ? ', SESSION idle_transaction_timeout = 3' : '';
  const sql = `SET SESSION innodb_lock_wait_timeout = 5${idle}`;
  // The pool holds the one connection that initialize() created; later connections are configured when they are
  // created.
  await source.query(sql);
  const { pool } = source.driver as unknown as { pool: EventEmitter };
  pool.on('connection', (connection: { query: (text: string) => unknown }) => connection.query(sql));
}

async function isMariaDb(connection: Parameters<typeof createConnection>[0]): Promise<boolean> {
  const client = await createConnection(connection);
  try {
    const [rows] = await client.query('SELECT VERSION() AS version');
    return JSON.stringify(rows).includes('MariaDB');
  } finally {
    await client.end();
  }
}

async function migrateMysql(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    await runner.query('SELECT GET_LOCK(?, ?)', ['heddle-migrations', MIGRATION_WAIT_SECONDS]);
    await source.runMigrations();
    await runner.query('SELECT RELEASE_LOCK(?)', ['heddle-migrations']);
  } finally {
    await runner.release();
  }
}

/** READ COMMITTED: no gap locks, and a row that an update locks is read in its current state. */
async function beginMysql(runner: QueryRunner, purpose: 'write' | 'snapshot'): Promise<void> {
  await runner.startTransaction(purpose === 'write' ? 'READ COMMITTED' : 'REPEATABLE READ');
}
