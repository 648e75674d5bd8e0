import type { Database } from '../../database';
import type { UserKey } from '../../repositories/identities';
import { UnsealError } from '../../data-error';
import { Sealer } from '../../sealer';
import type { Connections } from '../databases';
import { newChain } from './new-chain';

/** The contract of identities and their private keys. */
export function describeIdentities(connections: () => Connections): void {
  let database: Database;
  let other: Database;
  beforeAll(() => {
    ({ database, other } = connections());
  });

  describe('identities', () => {
    const sealer = new Sealer(Buffer.alloc(32, 1));
    const issued = (text: string) => ({
      certificate: text,
      privateKey: `key of ${text}`,
      expiresAt: '2036-01-01T00:00:00.000Z',
    });

    it('are issued once for all callers', async () => {
      const { id: chainId } = await newChain(database);
      const key = { chainId, organization: 'org1', kind: 'ca', name: 'org1' } as const;
      const made = await Promise.all(
        [database, other, database].map((on, index) =>
          on.transaction((store) =>
            store.identities.remember(key, sealer, () => Promise.resolve(issued(String(index)))),
          ),
        ),
      );
      expect(new Set(made.map(({ privateKey }) => privateKey)).size).toBe(1);
      expect(await database.store.identities.find(key, sealer)).toMatchObject({ ...made[0] });
    });

    it('contain no private key in the clear, and do not open with another key', async () => {
      const { id: chainId } = await newChain(database);
      const key = { chainId, organization: 'org1', kind: 'admin', name: 'admin' } as const;
      await database.transaction((store) =>
        store.identities.remember(key, sealer, () => Promise.resolve(issued('admin'))),
      );
      const rows = await database.dataSource.query<unknown[]>('SELECT * FROM identities');
      expect(JSON.stringify(rows)).not.toContain('key of admin');
      expect(JSON.stringify(await database.store.identities.ofChain(chainId))).not.toContain('rivateKey');
      const wrong = database.store.identities.find(key, new Sealer(Buffer.alloc(32, 2)));
      await expect(wrong).rejects.toMatchObject({ name: 'UnsealError', code: 'internal' });
    });
  });

  describe('all identities of a chain', () => {
    const sealer = new Sealer(Buffer.alloc(32, 1));

    it('open each private key when it is read', async () => {
      const { id: chainId } = await newChain(database);
      const issue = () => Promise.resolve({ certificate: 'c', privateKey: 'key', expiresAt: '2036-01-01T00:00:00.000Z' });
      await database.transaction(async ({ identities }) => {
        await identities.remember({ chainId, organization: 'org1', kind: 'ca', name: 'org1' }, sealer, issue);
        await identities.remember({ chainId, organization: 'org1', kind: 'node', name: 'peer0-org1' }, sealer, issue);
      });
      const opened = await database.store.identities.openChain(chainId, sealer);
      expect(opened.map(({ kind, name, privateKey }) => [kind, name, privateKey])).toEqual([
        ['ca', 'org1', 'key'],
        ['node', 'peer0-org1', 'key'],
      ]);
      const [wrong] = await database.store.identities.openChain(chainId, new Sealer(Buffer.alloc(32, 2)));
      expect(wrong).toMatchObject({ kind: 'ca', certificate: 'c' });
      expect(() => wrong?.privateKey).toThrow(UnsealError);
    });
  });

  describe('identities of users', () => {
    const sealer = new Sealer(Buffer.alloc(32, 1));
    const issued = { certificate: 'c', privateKey: 'secret', expiresAt: '2036-01-01T00:00:00.000Z' };
    const alice = { organization: 'org1', kind: 'client', name: 'alice' } as const;

    it('are never overwritten: a name is unique in an organization, whatever the role', async () => {
      const { id: chainId } = await newChain(database);
      const asked = [database, other].map((on) =>
        on.transaction(({ identities }) => identities.addUser({ chainId, ...alice }, sealer, issued)),
      );
      const outcomes = await Promise.allSettled(asked);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const add = (key: UserKey) =>
        database.transaction(({ identities }) => identities.addUser(key, sealer, issued));
      await expect(add({ chainId, ...alice, kind: 'admin' })).rejects.toMatchObject({ name: 'NameTakenError', code: 'name_taken' });
      const elsewhere = { chainId, ...alice, organization: 'org2' };
      const row = await add(elsewhere);
      expect(row).toMatchObject(elsewhere);
      expect(JSON.stringify(row)).not.toContain('secret');
    });

    it('are opened by id within their chain only, and never include those of nodes', async () => {
      const { id: chainId } = await newChain(database);
      const { id: otherChain } = await newChain(database);
      const node = { chainId, organization: 'org1', kind: 'node', name: 'peer0-org1' } as const;
      const [{ id }, { id: nodeId }] = await database.transaction(async ({ identities }) => [
        await identities.addUser({ chainId, ...alice }, sealer, issued),
        await identities.remember(node, sealer, () => Promise.resolve(issued)),
      ]);
      const { identities } = database.store;
      expect(await identities.openUser({ chainId, id }, sealer)).toMatchObject({ ...alice, privateKey: 'secret' });
      for (const key of [
        { chainId: otherChain, id },
        { chainId, id: nodeId },
      ]) {
        await expect(identities.openUser(key, sealer)).rejects.toMatchObject({ code: 'not_found' });
      }
    });
  });

  it('identities of one kind are removed by name', async () => {
    const sealer = new Sealer(Buffer.alloc(32, 1));
    const { id: chainId } = await newChain(database);
    const keys = [
      { chainId, organization: 'org1', kind: 'chaincode-tls', name: 'cc-a' },
      { chainId, organization: 'org1', kind: 'chaincode-tls', name: 'cc-b' },
      { chainId, organization: 'org1', kind: 'node-tls', name: 'cc-a' },
    ] as const;
    const expiresAt = '2036-01-01T00:00:00.000Z';
    await database.transaction(async ({ identities }) => {
      for (const key of keys) {
        await identities.remember(key, sealer, () =>
          Promise.resolve({ certificate: 'c', privateKey: 'k', expiresAt }),
        );
      }
      await identities.removeNamed(chainId, 'chaincode-tls', ['cc-a']);
      await identities.removeNamed(chainId, 'chaincode-tls', []);
    });
    const left = await database.store.identities.ofChain(chainId);
    expect(left.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['chaincode-tls cc-b', 'node-tls cc-a']);
  });
}
