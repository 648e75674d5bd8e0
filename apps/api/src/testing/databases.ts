import { mariaDbDatabases, sqliteDatabases, type TestDatabases } from '@heddle/testing';

/** Every kind of database that Heddle supports, for `describe.each`. */
export const DATABASES: [string, () => Promise<TestDatabases>][] = [
  ['SQLite', sqliteDatabases],
  ['MariaDB', mariaDbDatabases],
];
