import { chainScope, type ChainId, type OperationId } from '@heddle/contracts';
import { LeaseLostError, ScopeBusyError } from '../../data-error';
import type { Database } from '../../database';
import type { Connections } from '../databases';
import { newChain } from './new-chain';

/** The contract of operations, scopes and leases. */
export function describeOperations(connections: () => Connections): void {
  let database: Database;
  let other: Database;
  beforeAll(() => {
    ({ database, other } = connections());
  });

  const operationOn = (chainId: ChainId, scope = chainScope(chainId), on = database) =>
    on.transaction(async (store) => {
      const request = {
        kind: 'chain.start',
        chainId,
        input: { chainId },
        scope,
        subject: 's',
        requestedBy: 'a',
      } as const;
      const row = await store.operations.insert(request);
      await store.scopes.take(scope, chainId, row.id);
      return row;
    });

  describe('operations', () => {
    it('hold a scope exclusively: a chain excludes its channels, channels do not exclude each other', async () => {
      const { id: chainId } = await newChain(database);
      const first = await operationOn(chainId, 'channel:a');
      await operationOn(chainId, 'channel:b');
      await expect(operationOn(chainId, 'channel:a')).rejects.toMatchObject({
        operationId: first.id,
        params: { operationId: first.id, scope: 'channel:a', kind: 'chain.start', subject: 's', sequence: 0 },
      });
      await expect(operationOn(chainId)).rejects.toBeInstanceOf(ScopeBusyError);
      await database.transaction((store) => store.scopes.release(first.id));
      await operationOn(chainId, 'channel:a');
    });

    it('give a scope to one of many concurrent requests', async () => {
      const { id: chainId } = await newChain(database);
      const asked = await Promise.allSettled(
        Array.from({ length: 8 }, (_none, index) =>
          operationOn(chainId, undefined, index % 2 === 0 ? database : other),
        ),
      );
      expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('belong to one worker until its lease expires, and reject the fencing number of the previous worker', async () => {
      const { id: chainId } = await newChain(database);
      const { id } = await operationOn(chainId);
      const take = (on: Database, owner: string, leaseMs: number) =>
        on.transaction((store) => store.operations.take(id, owner, leaseMs));
      const taken = await Promise.all([take(database, 'a', 60_000), take(other, 'b', 60_000)]);
      const [winner] = taken.filter((row) => row !== null);
      expect(taken.filter((row) => row !== null)).toHaveLength(1);
      expect(winner).toMatchObject({ fence: 1 });
      expect(await database.store.operations.waiting(100)).not.toContainEqual(expect.objectContaining({ id }));
      const renewed = await database.transaction((store) =>
        store.operations.renew(winner?.leaseOwner ?? '', [id], -1_000),
      );
      expect(renewed).toHaveLength(1);
      expect(await database.store.operations.waiting(100)).toContainEqual(expect.objectContaining({ id }));
      expect(await take(other, 'c', 60_000)).toMatchObject({ fence: 2, leaseOwner: 'c' });
      const late = (operationId: OperationId) =>
        database.transaction((store) => store.operations.fenced({ operationId, fence: 1 }, { progress: 1 }));
      await expect(late(id)).rejects.toBeInstanceOf(LeaseLostError);
    });

    it('have one sweeper at a time', async () => {
      const lead = (on: Database, owner: string, leaseMs: number) =>
        on.transaction((store) => store.leases.acquire('test', owner, leaseMs));
      expect(await lead(database, 'a', 60_000)).toBe(true);
      expect(await lead(other, 'b', 60_000)).toBe(false);
      expect(await other.store.leases.isHeld('test')).toBe(true);
      expect(await lead(database, 'a', -1_000)).toBe(true);
      expect(await other.store.leases.isHeld('test')).toBe(false);
      expect(await lead(other, 'b', 60_000)).toBe(true);
      await other.transaction((store) => store.leases.release('test', 'b'));
      expect(await database.store.leases.isHeld('test')).toBe(false);
    });

    it('have leases in groups, which are listed, renewed and forgotten together', async () => {
      const ms = 60_000;
      await database.transaction(async (store) => {
        for (const name of ['group:1', 'group:2', 'other:1']) await store.leases.acquire(name, 'a', ms);
        await store.leases.acquire('group:3', 'b', ms);
        await store.leases.acquire('group:4', 'a', -1_000);
      });
      const held = [
        ['group:1', 'a'],
        ['group:2', 'a'],
        ['group:3', 'b'],
      ];
      const holders = async (on: Database) => [...(await on.store.leases.holders('group:'))].sort();
      expect(await holders(other)).toEqual(held);
      await database.transaction((store) => store.leases.renew('group:', 'a', -1_000));
      expect(await holders(other)).toEqual([['group:3', 'b']]);
      await database.transaction((store) => store.leases.renew('group:', 'a', ms));
      expect(await holders(other)).toEqual([['group:3', 'b']]);
      await database.transaction((store) => store.leases.release(['group:3', 'other:1'], 'b'));
      expect(await holders(other)).toEqual([]);
      expect(await database.store.leases.isHeld('other:1')).toBe(true);
      await database.transaction((store) => store.leases.forgetExpired('group:'));
      expect(await database.dataSource.query("SELECT name FROM leases WHERE name LIKE 'group:%'")).toEqual([]);
    });
  });
}
