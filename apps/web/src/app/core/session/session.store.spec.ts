import { TestBed } from '@angular/core/testing';
import { api, type Problem } from '@heddle/contracts';
import { TestApi, ada, sessionOf } from '../../../testing/test-api';
import { ApiClient } from '../api/api-client';
import { SessionStore } from './session.store';

const unauthenticated: Problem = {
  type: 'about:blank',
  title: 'No',
  status: 401,
  code: 'unauthenticated',
  detail: 'Sign in',
};

describe('SessionStore', () => {
  let server: TestApi;
  let session: SessionStore;
  let client: ApiClient;

  beforeEach(() => {
    server = new TestApi();
    TestBed.configureTestingModule({ providers: [server.provider] });
    session = TestBed.inject(SessionStore);
    client = TestBed.inject(ApiClient);
    server.on('POST', '/auth/login', () => sessionOf('first'));
    server.on('POST', '/auth/refresh', () => sessionOf('second'));
  });

  it('keeps the token in memory only', async () => {
    await session.signIn({ username: 'ada', password: 'secret' });
    expect(session.token()).toBe('first');
    expect(session.may('chains:write')).toBe(true);
    expect(JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])).not.toContain('first');
  });

  it('renews an expired session once for all that wait, and asks again', async () => {
    await session.signIn({ username: 'ada', password: 'secret' });
    server.on('POST', '/auth/refresh', () => {
      server.on('GET', '/auth/me', () => ada);
      return sessionOf('second');
    });
    server.refuse('GET', '/auth/me', unauthenticated);
    const answers = await Promise.all([client.ask(api.auth.me, {}), client.ask(api.auth.me, {})]);
    expect(answers.map(({ username }) => username)).toEqual(['ada', 'ada']);
    expect(server.asked('POST', '/auth/refresh')).toHaveLength(1);
    expect(server.requests.at(-1)?.headers.get('Authorization')).toBe('Bearer second');
  });

  it('ends when the cookie is refused too, and remembers that it ended by itself', async () => {
    await session.signIn({ username: 'ada', password: 'secret' });
    server.refuse('GET', '/auth/me', unauthenticated);
    server.refuse('POST', '/auth/refresh', unauthenticated);
    await expect(client.ask(api.auth.me, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(session.user()).toBeNull();
    expect(session.expired()).toBe(true);
  });

  it('does not end the session because the server is away', async () => {
    await session.signIn({ username: 'ada', password: 'secret' });
    server.cut();
    await expect(session.renew()).rejects.toMatchObject({ code: 'unavailable' });
    expect(session.user()?.username).toBe('ada');
  });
});
