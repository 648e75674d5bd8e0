import { api, PERMISSIONS, UserId, type CurrentUser, type Session } from '@heddle/contracts';
import { Authentication, renewByPassword, type SessionChange } from './authentication';
import { Client } from './client';
import { TestServer } from './testing/test-server';
import { Transport } from './transport';

const login = { username: 'ada', password: 'secret' };
const ada: CurrentUser = {
  id: UserId.parse('00000000-0000-4000-8000-0000000000aa'),
  username: 'ada',
  role: 'admin',
  permissions: [...PERMISSIONS],
};
const sessionOf = (accessToken: string, expiresInSeconds = 900): Session => ({
  accessToken,
  expiresInSeconds,
  user: ada,
});

describe('Authentication', () => {
  let server: TestServer;
  let transport: Transport;
  let changes: SessionChange[];

  beforeEach(async () => {
    server = await TestServer.start();
    transport = new Transport({ url: server.url });
    changes = [];
    server.answer('POST /auth/login', sessionOf('first'));
    // Accepts the second token only.
    server.on('GET /auth/me', ({ headers }, response) => {
      response.writeHead(headers.authorization === 'Bearer second' ? 200 : 401, { 'content-type': 'application/json' });
      response.end(JSON.stringify(ada));
    });
  });

  afterEach(() => server[Symbol.asyncDispose]());

  const signedIn = async (renewal?: (transport: Transport) => Promise<Session>): Promise<Authentication> => {
    const authentication = new Authentication(transport, {
      changed: (_, change) => changes.push(change),
      ...(renewal === undefined ? {} : { renewal }),
    });
    await authentication.signIn(login);
    return authentication;
  };
  const asked = (path: string) => server.requests.filter((request) => request.path === path).length;

  it('renews an expired session once for all requests that wait, and sends them again', async () => {
    server.answer('POST /auth/refresh', sessionOf('second'));
    const client = new Client(transport, await signedIn());
    const answers = await Promise.all([client.ask(api.auth.me, {}), client.ask(api.auth.me, {})]);
    expect(answers.map(({ username }) => username)).toEqual(['ada', 'ada']);
    expect([asked('/auth/refresh'), changes]).toEqual([1, ['signed_in', 'renewed']]);
  });

  it('signs in again where no cookies are kept', async () => {
    const authentication = await signedIn(renewByPassword(login));
    server.answer('POST /auth/login', sessionOf('second'));
    expect(await new Client(transport, authentication).ask(api.auth.me, {})).toEqual(ada);
    expect(asked('/auth/refresh')).toBe(0);
  });

  it('ends with the refusal of a renewal', async () => {
    server.refuse('POST /auth/refresh', { status: 401, code: 'unauthenticated' });
    const authentication = await signedIn();
    const refusal = await new Client(transport, authentication).refusal(api.auth.me, {});
    expect(refusal.status).toBe(401);
    expect([authentication.token, changes]).toEqual([null, ['signed_in', 'expired']]);
  });

  it('keeps the session while the server is unavailable', async () => {
    server.refuse('POST /auth/refresh', { status: 503, code: 'unavailable' });
    const authentication = await signedIn();
    await expect(authentication.renew()).rejects.toMatchObject({ code: 'unavailable' });
    expect(authentication.token).toBe('first');
  });

  it('gives a token for a handshake that does not expire at once', async () => {
    server.answer('POST /auth/login', sessionOf('first', 10));
    server.answer('POST /auth/refresh', sessionOf('second'));
    const authentication = await signedIn();
    expect(await authentication.freshToken()).toBe('second');
    expect(await authentication.freshToken()).toBe('second');
    expect(asked('/auth/refresh')).toBe(1);
  });

  it('ends with signing out', async () => {
    server.answer('POST /auth/logout', undefined, 204);
    const authentication = await signedIn();
    await authentication.signOut();
    expect([authentication.token, changes]).toEqual([null, ['signed_in', 'signed_out']]);
  });
});
