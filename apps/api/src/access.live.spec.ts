import { ROLE_PERMISSIONS, type Problem, type Role, type Route } from '@heddle/contracts';
import { openDatabase } from '@heddle/data';
import { TestRedis } from '@heddle/testing';
import { hashPassword } from './auth/password';
import { contractRoutes } from './http/route-check';
import { ApiUnderTest, PASSWORD } from './testing/api-under-test';

const UNKNOWN = '6f3fd4bd-58fb-4df2-9c36-4b0b60c37b5b';
const pathOf = (route: Route): string => route.path.replaceAll(/:[A-Za-z]+/g, UNKNOWN);
const guarded = contractRoutes().filter(({ access }) => access !== 'public');
const named = guarded.map((route): [string, Route] => [`${route.method} ${route.path} (${route.access})`, route]);

jest.setTimeout(20_000);

describe('access', () => {
  let redis: TestRedis;
  let api: ApiUnderTest;
  const tokens: Partial<Record<Role, string>> = {};

  beforeAll(async () => {
    redis = await TestRedis.start();
    api = await ApiUnderTest.start(redis.url);
    const database = await openDatabase({ url: api.settings.databaseUrl });
    const passwordHash = await hashPassword(PASSWORD);
    for (const role of ['operator', 'viewer'] as const) {
      await database.transaction(({ users }) => users.create({ username: role, passwordHash, role }));
    }
    await database.close();
    for (const role of ['admin', 'operator', 'viewer'] as const) {
      tokens[role] = (await api.signIn(role)).body.accessToken;
    }
  });
  afterAll(async () => {
    await api.stop();
    await redis.stop();
  });

  it.each(named)('%s requires a sign-in', async (_, route) => {
    const answer = await api.call<Problem>(route.method, pathOf(route), { token: '' });
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
  });

  it.each(named)('%s admits only the roles that it names', async (_, route) => {
    for (const role of ['admin', 'operator', 'viewer'] as const) {
      const { access } = route;
      const allowed = access === 'authenticated' || ROLE_PERMISSIONS[role].some((permission) => permission === access);
      const answer = await api.call<Problem>(route.method, pathOf(route), { token: tokens[role] });
      if (allowed) expect([401, 403]).not.toContain(answer.status);
      else expect([role, answer.status, answer.body.code]).toEqual([role, 403, 'forbidden']);
    }
  });

  it.each(['PATCH', 'DELETE'])(
    'rejects %s if contracts do not define it, and lists the allowed methods',
    async (method) => {
      for (const path of ['/chains', '/Chains/']) {
        const answer = await api.call<Problem>(method, path, { token: tokens.admin });
        expect([answer.status, answer.body.code]).toEqual([405, 'method_not_allowed']);
        expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST');
      }
      const fixed = await api.call<Problem>(method, '/chains/validate', { token: tokens.admin });
      expect([fixed.status, fixed.headers.get('allow')]).toEqual([405, 'OPTIONS, POST']);
      expect((await api.call<Problem>(method, '/nowhere', { token: tokens.admin })).status).toBe(404);
    },
  );
});
