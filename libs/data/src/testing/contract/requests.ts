import { NameTakenError } from '../../data-error';
import type { Database } from '../../database';
import type { Connections } from '../databases';

/** The contract of sign-in and the audit log. */
export function describeRequests(connections: () => Connections): void {
  let database: Database;
  beforeAll(() => {
    ({ database } = connections());
  });

  describe('sign-in and requests', () => {
    it('accept a refresh token once and revoke its family on a second use', async () => {
      const user = { username: 'Ann', passwordHash: 'h', role: 'viewer' } as const;
      const { id: userId } = await database.transaction((store) => store.users.create(user));
      expect(await database.store.users.byUsername('ANN')).toMatchObject({ id: userId, username: 'ann' });
      await expect(database.transaction((store) => store.users.create(user))).rejects.toBeInstanceOf(NameTakenError);
      const expiresAt = '2099-01-01T00:00:00.000Z';
      const { familyId } = await database.transaction((store) =>
        store.refreshTokens.issue({ userId, tokenHash: 'one', expiresAt }),
      );
      const use = (hash: string) => database.transaction((store) => store.refreshTokens.use(hash));
      expect(await use('one')).toMatchObject({ outcome: 'accepted' });
      await database.transaction((store) =>
        store.refreshTokens.issue({ userId, familyId, tokenHash: 'two', expiresAt }),
      );
      expect(await use('one')).toMatchObject({ outcome: 'reused' });
      expect(await use('two')).toEqual({ outcome: 'refused' });
    });

    it('store who did what', async () => {
      const entry = { actor: 'ann', action: 'POST /chains', target: null, address: '::1', outcome: 'accepted' };
      await database.transaction((store) => store.audit.record({ ...entry, detail: { a: 1 } }));
      await database.transaction((store) => store.audit.record({ ...entry, detail: null }));
      expect(await database.store.audit.latest(5)).toHaveLength(2);
    });
  });
}
