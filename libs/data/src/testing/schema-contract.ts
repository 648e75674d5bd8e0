import { randomUUID } from 'node:crypto';
import { type ChainId, chainScope, ChainSpec, type UserId } from '@heddle/contracts';
import { gossipBootstrap, requestedInventory } from '@heddle/topology';
import { OperationEntity } from '../entities/operation.entity';
import type { ChainEntity } from '../entities/chain.entity';
import { inventoryOf } from '../inventory';
import { openDatabase } from '../open-database';
import type { Database } from '../database';
import type { Transaction } from '../store';
import type { Databases } from './databases';

/** Reverts every migration after the named one. */
async function revertTo({ dataSource }: Database, name: string): Promise<void> {
  const last = async (): Promise<string | undefined> => {
    const [row] = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id DESC LIMIT 1');
    return row?.name;
  };
  while ((await last()) !== name) await dataSource.undoLastMigration();
}

/** Rows of all nodes that a chain asks for, and of a chaincode server, as operations write them. */
async function addNodes(store: Transaction, { id: chainId, spec }: ChainEntity): Promise<void> {
  const { nodes } = requestedInventory(spec);
  const ports = new Map(nodes.map(({ name }, index) => [name, { grpc: 7_000 + index }]));
  const place = { chainId, host: '127.0.0.1', certificateExpiresAt: null, settings: 1 };
  for (const node of nodes) {
    const { name, kind, organization, ordinal, mspId } = node;
    const bootstrap = gossipBootstrap(node, nodes, (peer) => `127.0.0.1:${String(ports.get(peer)?.grpc)}`);
    const gossip = kind === 'peer' ? { gossipBootstrap: bootstrap } : {};
    await store.nodes.create({ ...place, name, kind, organization, ordinal, mspId, ports: { ...ports.get(name) }, ...gossip });
  }
  const server = { name: 'cc-assets-org1-00000000', kind: 'chaincode', organization: 'org1', mspId: 'Acme' } as const;
  await store.nodes.create({ ...place, ...server, ports: { chaincode: 7_100 } });
}

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

    it('writes the inventory of older chains as their creation writes it today', async () => {
      const database = await openDatabase({ url: await databases.create() });
      const spec = ChainSpec.parse({
        name: 'older',
        organizations: [
          { name: 'big-bank', peers: 3 },
          { name: 'org1', peers: 1, mspId: 'Acme', domain: 'acme.example' },
        ],
      });
      const { id: chainId } = await database.transaction(async (store) => {
        const chain = await store.chains.create({ spec, ownerId: randomUUID() as UserId });
        await addNodes(store, chain);
        return chain;
      });
      const written = () =>
        Promise.all([
          database.store.organizations.ofChain(chainId),
          database.store.nodes.ofChain(chainId),
          inventoryOf(database.store, chainId),
        ]);
      const [organizations, nodes, inventory] = await written();
      await revertTo(database, 'NumberOperations1796500000003');
      await database.dataSource.runMigrations();
      const migrated = await written();
      expect(migrated).toEqual([organizations.map((row) => Object.assign(row, { id: expect.any(String) as string })), nodes, inventory]);
      expect(inventory).toMatchObject(requestedInventory(spec));
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
      await revertTo(database, 'ChannelObservation1796500000002');
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
