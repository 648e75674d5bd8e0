import { randomUUID } from 'node:crypto';
import { type ChainId, chainScope, ChainSpec, type UserId } from '@heddle/contracts';
import { OperationEntity } from '../entities/operation.entity';
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

    it('numbers operations that are older than their numbers by their creation, before every later one', async () => {
      const database = await openDatabase({ url: await databases.create() });
      const spec = ChainSpec.parse({ name: 'older', organizations: [{ name: 'org1' }] });
      const ownerId = randomUUID() as UserId;
      const [chain, other] = await database.transaction(async (store) => [
        await store.chains.create({ spec, ownerId }),
        await store.chains.create({ spec: { ...spec, name: 'other' }, ownerId }),
      ]);
      const ask = (chainId: ChainId) =>
        database.transaction(async (store) => {
          const scope = chainScope(chainId);
          const wanted = { kind: 'chain.start', input: { chainId }, chainId, scope, subject: 's', requestedBy: 'u' } as const;
          const { id } = await store.operations.insert(wanted);
          const { sequence } = await store.operations.number(id, await store.scopes.take(scope, chainId, id));
          await store.scopes.release(id);
          return { id, sequence };
        });
      const old = [await ask(chain.id), await ask(chain.id), await ask(chain.id), await ask(other.id)];
      await database.dataSource.undoLastMigration();
      const days = ['03', '01', '02', '04'];
      for (const [index, { id }] of old.entries()) {
        const createdAt = `2026-11-${days[index] ?? ''}T00:00:00.000Z`;
        await database.transaction(({ manager }) => manager.update(OperationEntity, { id }, { sequence: 0, createdAt }));
      }
      const later = await ask(chain.id);
      await database.dataSource.runMigrations();
      const numbers = [];
      for (const { id } of old) numbers.push((await database.store.operations.get(id)).sequence);
      expect(numbers).toEqual([3, 1, 2, 1]);
      expect((await database.store.operations.get(later.id)).sequence).toBe(later.sequence);
      expect(later.sequence).toBeGreaterThan(3);
      await database.close();
    });
  });
}
