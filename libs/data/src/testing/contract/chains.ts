import { setTimeout as delay } from 'node:timers/promises';
import { NameTakenError, RevisionConflictError } from '../../data-error';
import type { Database } from '../../database';
import type { Connections } from '../databases';
import { newChain, OWNER, specOf } from './new-chain';

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

    it('that read a snapshot see one consistent state', async () => {
      const { id } = await newChain(database);
      let write: Promise<unknown> = Promise.resolve();
      await database.snapshot(async (store) => {
        const before = await store.chains.get(id);
        write = other.transaction((elsewhere) => elsewhere.chains.setState(id, 'running'));
        // On MariaDB the other transaction ends meanwhile; on SQLite it waits for this one.
        await Promise.race([write, delay(50)]);
        expect(await store.chains.get(id)).toEqual(before);
      });
      await write;
      expect(await database.store.chains.get(id)).toMatchObject({ state: 'running' });
    });
  });
}
