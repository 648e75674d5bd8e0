import type { CurrentUser, Problem, Session } from '@heddle/contracts';
import { TestRedis, type TestDatabases } from '@heddle/testing';
import { ApiUnderTest, cookieOf, PASSWORD, until } from '../testing/api-under-test';
import { DATABASES } from '../testing/databases';

const COOKIE = 'heddle_refresh';

jest.setTimeout(30_000);

describe.each(DATABASES)('signing in, on %s', (_, startDatabases) => {
  let databases: TestDatabases;
  let redis: TestRedis;
  let api: ApiUnderTest;
  beforeAll(async () => {
    [databases, redis] = await Promise.all([startDatabases(), TestRedis.start()]);
    api = await ApiUnderTest.start(redis.url, { DATABASE_URL: await databases.create() });
  });
  beforeEach(async () => {
    await redis.flush();
    await api.signIn();
  });
  afterAll(async () => {
    await api.stop();
    await redis.stop();
    await databases.stop();
  });

  const refresh = (cookie: string) => api.post<Session & Problem>('/auth/refresh', { headers: { cookie }, token: '' });

  it('returns an access token and a cookie that scripts cannot read', async () => {
    const answer = await api.signIn();
    expect(answer.status).toBe(200);
    expect(answer.body.user).toMatchObject({ username: 'admin', role: 'admin' });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^heddle_refresh=[\w-]{43}; Path=\/api\/v1\/auth; Expires=.*; HttpOnly; SameSite=Strict$/);
    expect((await api.get<CurrentUser>('/auth/me')).body.permissions).toContain('chains:write');
  });

  it('gives the same answer to a wrong password and an unknown account', async () => {
    const wrong = await api.post<Problem>('/auth/login', { body: { username: 'admin', password: 'wrong' } });
    const unknown = await api.post<Problem>('/auth/login', { body: { username: 'unknown', password: 'wrong' } });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_credentials']);
    expect(unknown.body).toEqual(wrong.body);
  });

  it('blocks an account after ten failures, even with the correct password, and states the remaining seconds', async () => {
    const attempt = (password: string) => api.post<Problem>('/auth/login', { body: { username: 'admin', password } });
    const statuses = await Promise.all(Array.from({ length: 12 }, async () => (await attempt('wrong')).status));
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    const refused = await attempt(PASSWORD);
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    const other = await api.post<Problem>('/auth/login', { body: { username: 'other', password: 'wrong' } });
    expect(other.status).toBe(401);
  });

  it('reports that it cannot check sign-ins while Redis is down, and works again afterwards', async () => {
    await redis.kill();
    const refused = await api.post<Problem>('/auth/login', { body: { username: 'admin', password: PASSWORD } });
    await redis.up();
    expect([refused.status, refused.body.code]).toEqual([503, 'unavailable']);
    await until(async () => (await api.signIn()).status === 200);
  });

  it('rotates the refresh token; a second use of the old one ends the whole session', async () => {
    const first = cookieOf(await api.signIn(), COOKIE);
    const renewed = await refresh(first);
    const second = cookieOf(renewed, COOKIE);
    expect(renewed.status).toBe(200);
    expect(second).not.toBe(first);
    const stolen = await refresh(first);
    expect([stolen.status, stolen.body.code]).toEqual([401, 'unauthenticated']);
    expect((await refresh(second)).status).toBe(401);
    await until(async () => (await api.get('/auth/me', { token: renewed.body.accessToken })).status === 401);
  });

  it('ends a session at sign-out, including its access token', async () => {
    const answer = await api.signIn();
    const cookie = cookieOf(answer, COOKIE);
    const out = await api.post('/auth/logout', { headers: { cookie } });
    expect([out.status, cookieOf(out, COOKIE)]).toEqual([204, `${COOKIE}=`]);
    expect((await refresh(cookie)).status).toBe(401);
    expect((await api.get('/auth/me', { token: answer.body.accessToken })).status).toBe(401);
  });

  it.each(['', 'nonsense', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'])('rejects the token %p', async (token) => {
    const answer = await api.get<Problem>('/auth/me', { token });
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('rejects a refresh without a cookie', async () => {
    expect((await refresh('')).status).toBe(401);
  });

  it('changes the password if the current one is correct, and ends every other session', async () => {
    const other = cookieOf(await api.signIn(), COOKIE);
    const own = await api.signIn();
    const newPassword = 'another-long-password';
    const wrong = await api.post<Problem>('/auth/password', { body: { currentPassword: 'wrong', newPassword } });
    expect([wrong.status, wrong.body.errors]).toEqual([
      422,
      [{ path: 'currentPassword', message: 'is not the current password' }],
    ]);
    const body = { currentPassword: PASSWORD, newPassword };
    expect((await api.post('/auth/password', { body })).status).toBe(204);
    expect((await refresh(other)).status).toBe(401);
    expect((await refresh(cookieOf(own, COOKIE))).status).toBe(200);
    expect((await api.signIn('admin', newPassword)).status).toBe(200);
    const back = { currentPassword: newPassword, newPassword: PASSWORD };
    expect((await api.post('/auth/password', { body: back })).status).toBe(204);
  });
});

describe('the first administrator', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await TestRedis.start();
  });
  afterAll(async () => {
    await redis.stop();
  });

  it('gets a generated password in a file that only the owner can read, until it is changed', async () => {
    const api = await ApiUnderTest.start(redis.url, { HEDDLE_ADMIN_PASSWORD: undefined as unknown as string });
    try {
      const password = (await api.file('keys/first-admin-password')).trim();
      expect(password).toMatch(/^([a-z2-9]{6}-){3}[a-z2-9]{6}$/);
      expect((await api.signIn('admin', password)).status).toBe(200);
      expect((await api.signIn('ADMIN', password)).status).toBe(200);
      const body = { currentPassword: password, newPassword: 'another-long-password' };
      expect((await api.post('/auth/password', { body })).status).toBe(204);
      await expect(api.file('keys/first-admin-password')).rejects.toThrow('ENOENT');
    } finally {
      await api.stop();
    }
  });
});
