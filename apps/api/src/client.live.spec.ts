import { Client, connectLive, followOperation, LiveFeed, SignedInClient, type Fetch } from '@heddle/client';
import { api as routes, type Chain, type OperationEvent } from '@heddle/contracts';
import { PASSWORD, until, type ApiUnderTest } from './testing/api-under-test';
import { InstallationUnderTest } from './testing/installation-under-test';

jest.setTimeout(60_000);

describe('libs/client, with a real API', () => {
  let installation: InstallationUnderTest | undefined;
  let api: ApiUnderTest;
  let client: SignedInClient;
  let chain: Chain;

  beforeAll(async () => {
    installation = await InstallationUnderTest.start();
    ({ api, client } = installation);
  });
  afterAll(() => installation?.stop());

  const params = () => ({ chainId: chain.id });

  it('follows an operation on the live feed, with every event from the first one on', async () => {
    const organizations = [{ name: 'org1', peers: 1 }];
    const body = { name: 'followed', ordering: { orderers: 1 }, organizations };
    const events: OperationEvent[] = [];
    const accepted = await client.ask(routes.chains.create, { body });
    chain = await client.succeeded(accepted, { event: (event) => events.push(event) });
    expect(client.live.state).toBe('live');
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)).toMatchObject({ state: 'succeeded', progress: 1 });
  });

  it('follows an operation that ended long ago', async () => {
    const [operation] = await client.all(routes.operations.list, { query: params() });
    if (operation === undefined) throw new Error('There is no operation.');
    const events: OperationEvent[] = [];
    expect(await client.follow(operation, { event: (event) => events.push(event) })).toEqual(operation);
    expect(events.at(-1)?.seq).toBe(operation.asOfSeq);
  });

  it('follows by requests where the live feed cannot be reached', async () => {
    const { operation } = await client.ask(routes.chains.stop, { params: params() });
    const live = new LiveFeed({
      token: () => Promise.resolve(client.token),
      connect: connectLive('http://127.0.0.1:9'),
    });
    const events: OperationEvent[] = [];
    const ended = await followOperation({ client, live }, operation, { event: (event) => events.push(event) });
    live.disconnect();
    expect(ended.state).toBe('succeeded');
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)?.state).toBe('succeeded');
  });

  it('follows across a restart of the API, without a gap', async () => {
    const events: OperationEvent[] = [];
    let restart: Promise<void> | undefined;
    const { operation } = await client.ask(routes.chains.start, { params: params() });
    const ended = client.follow(operation, {
      event: (event) => {
        events.push(event);
        restart ??= api.restart();
      },
    });
    expect(await ended).toMatchObject({ state: 'succeeded' });
    await restart;
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    await until(() => client.live.state === 'live');
  });

  it('asks again after a request that failed, also while the live feed is connected', async () => {
    const [operation] = await client.all(routes.operations.list, { query: params() });
    if (operation === undefined) throw new Error('There is no operation.');
    let failures = 3;
    const failing: Fetch = (address, init) =>
      address.includes(operation.id) && failures-- > 0 ? Promise.reject(new TypeError('failed')) : fetch(address, init);
    const other = await SignedInClient.open({
      url: api.url,
      login: { username: 'admin', password: PASSWORD },
      fetch: failing,
    });
    expect(await other.follow(operation)).toEqual(operation);
    other.close();
  });

  it('ends a wait with its signal, and with the refusal of an operation that does not exist', async () => {
    const id = chain.id as unknown as Parameters<SignedInClient['follow']>[0]['id'];
    await expect(client.follow({ id })).rejects.toMatchObject({ code: 'not_found' });
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(client.follow({ id }, { signal })).rejects.toThrow('stopped');
  });

  it('reads all pages of a list', async () => {
    const all = await client.all(routes.operations.list, { query: { limit: 1 } });
    expect(all.map(({ kind }) => kind)).toEqual(['chain.start', 'chain.stop', 'chain.create']);
  });

  it('notices the end of an operation between the requests for it and for its events', async () => {
    const late: Fetch = async (address, init) => {
      if (address.includes('/events')) await ended;
      return fetch(address, init);
    };
    const login = { username: 'admin', password: PASSWORD };
    const other = await SignedInClient.open({ url: api.url, login, fetch: late });
    const { operation } = await client.ask(routes.chains.stop, { params: params() });
    const followed = other.follow(operation, { signal: AbortSignal.timeout(20_000) });
    const ended = client.follow(operation);
    expect(await followed).toMatchObject({ state: 'succeeded' });
    other.close();
  });

  it('signs in again when its session has ended', async () => {
    const other = await api.client();
    const body = { currentPassword: PASSWORD, newPassword: PASSWORD };
    await other.ask(routes.auth.changePassword, { body });
    expect(await client.ask(routes.auth.me, {})).toMatchObject({ username: 'admin' });
  });

  it('is not accepted without a password', async () => {
    await expect(api.client('admin', 'wrong')).rejects.toMatchObject({ code: 'invalid_credentials', status: 401 });
    expect(client).toBeInstanceOf(Client);
  });
});
