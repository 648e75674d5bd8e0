import { sqliteDatabases, type TestDatabases } from '@heddle/testing';
import { openDatabase } from './open-database';
import { describeSchema } from './testing/schema-contract';

describeSchema('SQLite', sqliteDatabases);

describe('a SQLite database', () => {
  let databases: TestDatabases;
  beforeAll(async () => {
    databases = await sqliteDatabases();
  });
  afterAll(() => databases.stop());

  it('uses WAL and NORMAL, and rejects writes outside of transactions', async () => {
    const database = await openDatabase({ url: await databases.create() });
    expect(await database.dataSource.query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await database.dataSource.query('PRAGMA synchronous')).toEqual([{ synchronous: 1 }]);
    const user = { username: 'a', passwordHash: 'h', role: 'viewer' } as const;
    await expect(database.store.users.create(user)).rejects.toThrow(/readonly/);
    await database.close();
  });
});
