import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestMariaDb } from '../mariadb/test-mariadb';

/** A source of empty databases of one kind for tests. */
export interface TestDatabases {
  /** URL of a new, empty database. */
  create(): Promise<string>;
  stop(): Promise<void>;
}

/** SQLite files in a temporary folder. */
export async function sqliteDatabases(): Promise<TestDatabases> {
  const folder = await mkdtemp(join(tmpdir(), 'heddle-sqlite-'));
  let count = 0;
  return {
    create: () => {
      count += 1;
      return Promise.resolve(`sqlite:${join(folder, `${String(count)}.db`)}`);
    },
    stop: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Databases on a private MariaDB server of the test. */
export async function mariaDbDatabases(): Promise<TestDatabases> {
  const server = await TestMariaDb.start();
  return { create: () => server.createDatabase(), stop: () => server.stop() };
}
