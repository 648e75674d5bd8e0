import { randomUUID } from 'node:crypto';
import { ChainSpec, type UserId } from '@heddle/contracts';
import { openDatabase } from '../open-database';
import type { Databases } from './databases';

/** The contract of the schema on every database. */
export function describeSchema(name: string, start: () => Promise<Databases>): void {
  describe(`the schema on ${name}`, () => {
    let databases: Databases;
    beforeAll(async () => {
      databases = await start();
    }, 60_000);
    afterAll(() => databases.stop());

    it('matches the entities', async () => {
      const database = await openDatabase({ url: await databases.create() });
      const { upQueries } = await database.dataSource.driver.createSchemaBuilder().log();
      expect(upQueries.map(({ query }) => query)).toEqual([]);
      await database.close();
    });

    it('is created once when several processes start at the same time', async () => {
      const url = await databases.create();
      const opened = await Promise.all([openDatabase({ url }), openDatabase({ url }), openDatabase({ url })]);
      const ran = await opened[0].dataSource.query<{ name: string }[]>('SELECT name FROM migrations');
      expect(ran.length).toBe(opened[0].dataSource.migrations.length);
      await Promise.all(opened.map((database) => database.close()));
    });

    it('can be reverted and migrated again without losing data', async () => {
      const database = await openDatabase({ url: await databases.create() });
      const spec = ChainSpec.parse({ name: 'older', organizations: [{ name: 'org1' }] });
      const ownerId = randomUUID() as UserId;
      const chain = await database.transaction((store) => store.chains.create({ spec, ownerId }));
      await database.dataSource.undoLastMigration();
      await database.dataSource.runMigrations();
      expect(await database.store.chains.get(chain.id)).toEqual(chain);
      await database.close();
    });
  });
}
