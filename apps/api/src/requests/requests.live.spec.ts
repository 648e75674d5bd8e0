import { randomUUID } from 'node:crypto';
import type { Chain, Problem, UserId } from '@heddle/contracts';
import { IdempotencyKeyEntity, RefreshTokenEntity, type AuditEntity } from '@heddle/data';
import { TestRedis, type TestDatabases } from '@heddle/testing';
import { hashPassword } from '../auth/password';
import { openResources, type OpenedResources } from '../open-resources';
import { ApiUnderTest, PASSWORD, until } from '../testing/api-under-test';
import { DATABASES } from '../testing/databases';
import type { Accepted } from './acceptance';
import { Housekeeping } from './housekeeping';

jest.setTimeout(30_000);

const HOUR_MS = 3_600_000;

describe.each(DATABASES)('requests, on %s', (_, startDatabases) => {
  let databases: TestDatabases;
  let redis: TestRedis;
  let api: ApiUnderTest;
  let resources: OpenedResources;
  beforeAll(async () => {
    [databases, redis] = await Promise.all([startDatabases(), TestRedis.start()]);
    api = await ApiUnderTest.start(redis.url, { DATABASE_URL: await databases.create() });
    resources = await openResources(api.settings);
    const passwordHash = await hashPassword(PASSWORD);
    await resources.database.transaction(({ users }) =>
      users.create({ username: 'viewer', passwordHash, role: 'viewer' }),
    );
    await api.signIn();
  });
  afterAll(async () => {
    await resources.close();
    await api.stop();
    await redis.stop();
    await databases.stop();
  });

  const spec = (name: string) => ({ name, organizations: [{ name: 'org1' }] });
  const rows = () => resources.database.store.audit.latest(100);
  const audited = async (match: (row: AuditEntity) => boolean): Promise<AuditEntity | undefined> => {
    await until(async () => (await rows()).some(match));
    return (await rows()).find(match);
  };

  describe('the audit', () => {
    it('records who changed what, and the outcome', async () => {
      const { body } = await api.post<Accepted<Chain>>('/chains', { body: spec('audited') });
      await api.post('/chains', { body: spec('audited') });
      const outcomes = (await rows()).filter(({ action }) => action === 'POST /chains');
      expect(outcomes.map(({ actor, outcome, target }) => [actor, outcome, target])).toEqual(
        expect.arrayContaining([
          ['admin', 'ok', body.resource.id],
          ['admin', 'name_taken', null],
        ]),
      );
    });

    it('records unauthenticated attempts to change something, without a name that the caller chose', async () => {
      const target = randomUUID();
      await api.call('DELETE', `/chains/${target}`, { token: '', body: { username: 'admin' } });
      const row = await audited((candidate) => candidate.target === target);
      expect(row).toMatchObject({
        actor: 'anonymous',
        action: 'DELETE /chains/:chainId',
        outcome: 'unauthenticated',
        address: expect.stringContaining('127.0.0.1') as string,
      });
    });

    it('records attempts that the user’s role does not allow', async () => {
      const { body } = await api.post<{ accessToken: string }>('/auth/login', {
        body: { username: 'viewer', password: PASSWORD },
      });
      const answer = await api.post('/chains', { body: spec('refused'), token: body.accessToken });
      expect(answer.status).toBe(403);
      const row = await audited(({ actor, outcome }) => actor === 'viewer' && outcome === 'forbidden');
      expect(row).toMatchObject({ action: 'POST /chains', target: null });
    });

    it('has no row for reads', async () => {
      await api.get('/chains', { token: '' });
      await api.get('/chains');
      const marker = randomUUID();
      await api.call('DELETE', `/chains/${marker}`, { token: '' });
      await audited(({ target }) => target === marker);
      expect((await rows()).filter(({ action }) => action.startsWith('GET'))).toEqual([]);
    });
  });

  it('are answered on repetition if the process of the first request under the key died', async () => {
    const key = randomUUID();
    const request = (name: string) =>
      api.post<Accepted<Chain> & Problem>('/chains', { body: spec(name), headers: { 'idempotency-key': key } });
    const first = await request('first');
    const { manager } = resources.database.dataSource;
    const createdAt = new Date(Date.now() - 100_000).toISOString();
    await manager.update(IdempotencyKeyEntity, { key }, { status: null, response: null as never, createdAt });
    const second = await request('first');
    // The first request did its work before its process "died": what matters is that the second one ran.
    expect([first.status, second.status, second.body.code]).toEqual([202, 409, 'name_taken']);
  });

  describe('housekeeping', () => {
    it('deletes old answers and expired refresh tokens, keeps the others, and runs on one replica', async () => {
      const [one, two] = [new Housekeeping(resources), new Housekeeping(resources)];
      const { database } = resources;
      const userId = randomUUID() as UserId;
      const at = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
      await database.transaction(async ({ idempotency, refreshTokens, manager, leases }) => {
        for (const [key, age] of [
          ['old', -49],
          ['young', -1],
        ] as const) {
          await idempotency.claim({ userId, key, route: 'POST /chains', requestHash: 'h' });
          await manager.update(IdempotencyKeyEntity, { userId, key }, { createdAt: at(age) });
        }
        await refreshTokens.issue({ userId, tokenHash: 'expired', expiresAt: at(-1) });
        await refreshTokens.issue({ userId, tokenHash: 'valid', expiresAt: at(1) });
        await manager.update('LeaseEntity', { name: 'housekeeping' }, { expiresAt: 0 });
        await leases.acquire('housekeeping', 'replica that died', 0);
      });
      await until(() => one.purge());
      expect(await two.purge()).toBe(false);
      const keys = await database.store.manager.findBy(IdempotencyKeyEntity, { userId });
      expect(keys.map(({ key }) => key)).toEqual(['young']);
      const tokens = await database.store.manager.findBy(RefreshTokenEntity, { userId });
      expect(tokens.map(({ tokenHash }) => tokenHash)).toEqual(['valid']);
      await one.beforeApplicationShutdown();
      expect(await two.purge()).toBe(true);
    });
  });
});
