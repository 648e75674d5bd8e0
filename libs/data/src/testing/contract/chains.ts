import type { ChainId } from '@heddle/contracts';
import { NameTakenError, RevisionConflictError } from '../../data-error';
import type { Database } from '../../database';
import { observedChains } from '../../views/observed-chain';
import type { Transaction } from '../../store';
import type { Connections } from '../databases';
import { newChain, OWNER, specOf } from './new-chain';

/** Rows of all kinds, with values in every column that is stored in another form. */
async function addParts(store: Transaction, chainId: ChainId): Promise<void> {
  const at = new Date().toISOString();
  const place = { chainId, host: '127.0.0.1', ports: {}, certificateExpiresAt: null, mspId: 'Org1' };
  for (const name of ['peer0', 'peer1']) await store.nodes.create({ ...place, name, kind: 'peer', organization: 'org1' });
  const { id } = await store.nodes.create({ ...place, name: 'orderer0', kind: 'orderer', organization: 'orderer' });
  const logLevel = { spec: 'debug', until: at, since: at };
  await store.nodes.update(id, { logLevel, blockHeights: { trade: 7 }, memoryBytes: 2 ** 40, cpuPercent: 1.5, pid: 12 });
  const { id: channelId } = await store.channels.create({ chainId, name: 'trade', organizations: ['org1'] });
  const observed = { leader: null, leaderless: true, behind: { peer0: 3 } };
  await store.channels.update(channelId, { height: 7, genesisBlock: Buffer.from('block'), observed });
  await store.chaincodes.create({ chainId, channelId, name: 'assets' });
  await store.chains.setState(chainId, 'running', 'It runs.');
}

/** The contract of chains and transactions. */
export function describeChains(connections: () => Connections): void {
  let database: Database;
  let other: Database;
  beforeAll(() => {
    ({ database, other } = connections());
  });

  describe('chains', () => {
    it('are read as they were written', async () => {
      const written = await newChain(database);
      expect(await database.store.chains.get(written.id)).toEqual(written);
    });

    it('are observed with the same values that their entities have', async () => {
      const { id: chainId } = await newChain(database);
      await database.transaction((store) => addParts(store, chainId));
      const { store } = database;
      const active = (await store.chains.active()).filter(({ id }) => id === chainId);
      expect([await store.chains.get(chainId)]).toMatchObject(active);
      const [observed] = await observedChains(store, active);
      if (observed === undefined) throw new Error('The chain is not active.');
      const { nodes, channels, chaincodes, channelNodes } = observed;
      expect([nodes, channels, chaincodes].map(({ length }) => length)).toEqual([3, 1, 1]);
      expect(await store.nodes.ofChain(chainId)).toMatchObject([...nodes]);
      expect(await store.channels.ofChain(chainId)).toMatchObject([...channels]);
      expect(await store.chaincodes.ofChain(chainId)).toMatchObject([...chaincodes]);
      expect([...channelNodes.values()]).toEqual([{ orderer0: 'joining', peer0: 'joining', peer1: 'joining' }]);
    });

    it('have a name that is unique among existing chains', async () => {
      const { id, name: taken } = await newChain(database);
      const again = () =>
        database.transaction((store) => store.chains.create({ spec: specOf(taken), ownerId: OWNER }));
      await expect(again()).rejects.toBeInstanceOf(NameTakenError);
      await database.transaction((store) => store.chains.markDeleted(id));
      expect(await database.store.chains.find(id)).toBeNull();
      expect((await again()).name).toBe(taken);
    });

    it('increase their revision with each write and reject a write with an old revision', async () => {
      const { id } = await newChain(database);
      const row = await database.transaction((store) => store.chains.setState(id, 'running'));
      expect(row).toMatchObject({ revision: 2, state: 'running' });
      const late = database.transaction((store) => store.chains.update(id, { description: 'x' }, 1));
      await expect(late).rejects.toBeInstanceOf(RevisionConflictError);
    });

    it('change `since` only when the state changes', async () => {
      const { id, stateSince } = await newChain(database);
      const same = await database.transaction((store) => store.chains.setState(id, 'defined', 'still'));
      expect(same).toMatchObject({ stateSince, stateReason: 'still' });
    });

    it('are listed newest first, in pages, each chain once', async () => {
      for (let index = 0; index < 5; index += 1) await newChain(database);
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await database.store.chains.list({ limit: 2, cursor });
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      const all = await database.store.chains.list({ limit: 200 });
      expect(ids).toEqual(all.items.map(({ id }) => id));
      expect(new Set(ids).size).toBe(ids.length);
      await expect(database.store.chains.list({ limit: 2, cursor: 'x' })).rejects.toMatchObject({
        code: 'malformed_request',
      });
    });

    it('are found by part of the name and by state', async () => {
      const { id, name: whole } = await newChain(database);
      await database.transaction((store) => store.chains.setState(id, 'failed'));
      const { items } = await database.store.chains.list({ limit: 10, search: whole.slice(2), state: 'failed' });
      expect(items.map((row) => row.id)).toEqual([id]);
    });
  });

  describe('transactions', () => {
    it('roll back completely when the work fails, and run callbacks after the commit', async () => {
      const { id } = await newChain(database);
      const committed = jest.fn();
      const failing = database.transaction(async (store) => {
        store.afterCommit(committed);
        await store.chains.setState(id, 'failed');
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await database.store.chains.get(id)).toMatchObject({ state: 'defined', revision: 1 });
      expect(committed).not.toHaveBeenCalled();
    });

    it('of several processes on one row do not lose updates', async () => {
      const { id } = await newChain(database);
      const raise = (on: Database) => on.transaction((store) => store.chains.update(id, {}));
      await Promise.all(Array.from({ length: 40 }, (_none, index) => raise(index % 2 === 0 ? database : other)));
      expect(await database.store.chains.get(id)).toMatchObject({ revision: 41 });
    });

    it('that read a snapshot neither wait for one that writes nor see what it has not committed', async () => {
      const { id } = await newChain(database);
      await database.transaction(async (store) => {
        await store.chains.setState(id, 'running');
        for (const reader of [database, other]) {
          expect(await reader.snapshot(({ chains }) => chains.get(id))).toMatchObject({ state: 'defined' });
        }
      });
      expect(await database.snapshot(({ chains }) => chains.get(id))).toMatchObject({ state: 'running' });
    });

    it('that read a snapshot see one consistent state', async () => {
      const { id } = await newChain(database);
      await database.snapshot(async (store) => {
        const before = await store.chains.get(id);
        await other.transaction((elsewhere) => elsewhere.chains.setState(id, 'running'));
        expect(await store.chains.get(id)).toEqual(before);
      });
      expect(await database.store.chains.get(id)).toMatchObject({ state: 'running' });
    });
  });
}
