import { randomUUID } from 'node:crypto';
import {
  api as contracts,
  chainRoom,
  type Chain,
  type ChainId,
  type Operation,
  type Page,
  type Problem,
} from '@heddle/contracts';
import { chainView, openDatabase } from '@heddle/data';
import { createRedis, LivePublisher } from '@heddle/queue';
import { TestRedis, type TestDatabases } from '@heddle/testing';
import { pino } from 'pino';
import type { Accepted } from '../requests/acceptance';
import { ApiUnderTest, until } from '../testing/api-under-test';
import { DATABASES } from '../testing/databases';

jest.setTimeout(30_000);

/** The chain as a client hears it when a worker announces it. */
async function heardOf(listener: ApiUnderTest, redisUrl: string, chainId: ChainId): Promise<Chain | undefined> {
  const connection = createRedis({ url: redisUrl, prefix: 'heddle' });
  const database = await openDatabase({ url: listener.settings.databaseUrl });
  try {
    const live = new LivePublisher({ database, redis: connection, prefix: 'heddle', log: pino({ level: 'silent' }) });
    const socket = await listener.socket();
    const heard: Chain[] = [];
    socket.on('event', ({ payload }) => {
      if (payload.topic === 'chain') heard.push(payload.chain);
    });
    const room = chainRoom(chainId);
    await socket.emitWithAck('subscribe', { room });
    const chain = await chainView(database.store, await database.store.chains.get(chainId));
    await live.publish(room, { topic: 'chain', chain });
    await until(() => heard.length > 0);
    return heard[0];
  } finally {
    connection.disconnect();
    await database.close();
  }
}

const spec = (name: string) => ({ name, organizations: [{ name: 'org1' }, { name: 'org2' }] });

describe.each(DATABASES)('chains over REST, on %s', (_, startDatabases) => {
  let databases: TestDatabases;
  let redis: TestRedis;
  let api: ApiUnderTest;
  beforeAll(async () => {
    [databases, redis] = await Promise.all([startDatabases(), TestRedis.start()]);
    api = await ApiUnderTest.start(redis.url, { DATABASE_URL: await databases.create() });
    await api.signIn();
  });
  afterAll(async () => {
    await api.stop();
    await redis.stop();
    await databases.stop();
  });

  const create = (name: string, headers: Record<string, string> = {}) =>
    api.post<Accepted<Chain> & Problem>('/chains', { body: spec(name), headers });

  it('accepts a description with an operation, and answers as contracts define', async () => {
    const { status, body } = await create('first');
    expect(status).toBe(202);
    expect(contracts.chains.create.response.safeParse(body).error).toBeUndefined();
    expect(body.resource).toMatchObject({ name: 'first', operationId: body.operation.id, allowedActions: [] });
    const got = await api.get<Chain>(`/chains/${body.resource.id}`);
    expect(contracts.chains.get.response.parse(got.body)).toEqual(body.resource);
    const operation = await api.get<Operation>(`/operations/${body.operation.id}`);
    expect(contracts.operations.get.response.parse(operation.body)).toMatchObject({
      kind: 'chain.create',
      state: 'queued',
    });
  });

  it('warns on every chain of this machine that its chaincode runs without a sandbox, if the operator disabled it', async () => {
    const { body } = await create('open');
    const path = `/chains/${body.resource.id}`;
    const warned = [expect.objectContaining({ code: 'unsandboxed_chaincode' }) as object];
    expect((await api.get<Chain>(path)).body.warnings).not.toEqual(expect.arrayContaining(warned));
    const open = await ApiUnderTest.start(redis.url, {
      DATABASE_URL: api.settings.databaseUrl,
      HEDDLE_DATA: api.settings.dataDirectory,
      HEDDLE_UNSANDBOXED_CHAINCODE: '1',
    });
    try {
      await open.signIn();
      expect((await open.get<Chain>(path)).body.warnings).toEqual(expect.arrayContaining(warned));
      const listed = (await open.get<Page<Chain>>('/chains?search=open')).body.items;
      expect(listed[0]?.warnings).toEqual(expect.arrayContaining(warned));
      const heard = await heardOf(open, redis.url, body.resource.id);
      expect(heard).toEqual((await open.get<Chain>(path)).body);
    } finally {
      await open.stop();
    }
  });

  it('rejects a name that is taken, and writes nothing', async () => {
    await create('taken');
    const again = await create('taken');
    expect([again.status, again.body.code]).toEqual([409, 'name_taken']);
    expect((await api.get<Page<Chain>>('/chains?search=taken')).body.items).toHaveLength(1);
  });

  it('answers 409 with the running operation while it holds the chain', async () => {
    const { body } = await create('busy');
    const stop = await api.post<Problem>(`/chains/${body.resource.id}/stop`);
    expect([stop.status, stop.body.code, stop.body.operationId]).toEqual([409, 'scope_busy', body.operation.id]);
  });

  it('requires the name to be repeated for a release', async () => {
    const { body } = await create('precious');
    const path = `/chains/${body.resource.id}/release`;
    const wrong = await api.post<Problem>(path, { body: { confirmName: 'other' } });
    expect([wrong.status, wrong.body.errors?.[0]?.path]).toEqual([422, 'confirmName']);
  });

  it.each([
    ['0 orderers', { ordering: { orderers: 0 } }, 'ordering.orderers'],
    ['1,000 orderers', { ordering: { orderers: 1_000 } }, 'ordering.orderers'],
    ['an organization twice', { organizations: [{ name: 'org1' }, { name: 'org1' }] }, 'organizations.1.name'],
    ['a name that is invalid in DNS', { name: 'My_Chain' }, 'name'],
    ['an unknown field', { ownerId: 'me' }, 'ownerId'],
  ])('rejects %s with the field', async (_, change, path) => {
    const answer = await api.post<Problem>('/chains', { body: { ...spec('refused'), ...change } });
    expect([answer.status, answer.body.code]).toEqual([422, 'validation_failed']);
    expect(answer.body.errors?.map((error) => error.path)).toContain(path);
    expect((await api.get<Page<Chain>>('/chains?search=refused')).body.items).toEqual([]);
  });

  it('rejects bodies that are not JSON or too large', async () => {
    const broken = await api.post<Problem>('/chains', { body: '{"name":' });
    expect([broken.status, broken.body.code]).toEqual([400, 'malformed_request']);
    const text = await api.post<Problem>('/chains', { body: 'name=x', headers: { 'content-type': 'text/plain' } });
    expect([text.status, text.body.code]).toEqual([415, 'unsupported_media_type']);
    const large = await api.post<Problem>('/chains', {
      body: { ...spec('large'), description: 'x'.repeat(2_000_000) },
    });
    expect([large.status, large.body.code]).toEqual([413, 'payload_too_large']);
  });

  it('runs a request once per key under repeated and concurrent calls', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => create('once', headers)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => body.operation.id)).size).toBe(1);
    const replayed = answers.filter((answer) => answer.headers.get('idempotency-replayed') === 'true');
    expect(replayed).toHaveLength(4);
    const other = await create('another', headers);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_mismatch']);
  });

  it('releases the key of a failed request', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    expect((await api.post('/chains', { body: { name: 'x' }, headers })).status).toBe(422);
    expect((await api.post('/chains', { body: { name: 'x' }, headers })).status).toBe(422);
  });

  it('pages through the list, newest first', async () => {
    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.get<Page<Chain>>(`/chains?limit=2${cursor}`);
      names.push(...body.items.map(({ name }) => name));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(names.length).toBeGreaterThan(3);
    expect(new Set(names).size).toBe(names.length);
    const bad = await api.get<Problem>('/chains?cursor=nonsense');
    expect([bad.status, bad.body.code]).toEqual([400, 'malformed_request']);
  });

  it('answers 304 if nothing has changed', async () => {
    const first = await api.get('/chains?search=first');
    const etag = first.headers.get('etag') ?? '';
    const second = await api.get('/chains?search=first', {
      headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
    });
    expect([etag === '', second.status]).toEqual([false, 304]);
  });

  it('answers 404 for an unknown id and 422 for an invalid id', async () => {
    expect((await api.get<Problem>(`/chains/${randomUUID()}`)).body.code).toBe('not_found');
    expect((await api.get<Problem>('/chains/12')).body.errors?.[0]?.path).toBe('chainId');
  });
});
