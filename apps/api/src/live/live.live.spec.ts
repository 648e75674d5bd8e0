import {
  chainRoom,
  NodeId,
  operationRoom,
  type Chain,
  type ChainId,
  type LiveEvent,
  type LiveGap,
  type LiveValues,
  type Room,
  type SubscribeAck,
} from '@heddle/contracts';
import { openDatabase, type Database } from '@heddle/data';
import { createRedis, LivePublisher } from '@heddle/queue';
import { TestRedis } from '@heddle/testing';
import type { Accepted } from '../requests/acceptance';
import { ApiUnderTest, until, type LiveClient } from '../testing/api-under-test';

jest.setTimeout(30_000);

/** Room and feed of a subscribed client. */
async function listen(socket: LiveClient, room: string, since?: number) {
  const seqs: number[] = [];
  const gaps: LiveGap[] = [];
  socket.on('event', (event: LiveEvent) => {
    if (event.room === room) seqs.push(event.seq);
  });
  socket.on('gap', (gap) => gaps.push(gap));
  const request = { room, ...(since === undefined ? {} : { since }) };
  const ack: SubscribeAck = await socket.emitWithAck('subscribe', request);
  return { seqs, gaps, ack };
}

const upTo = (last: number, first = 1): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('the live feed over two replicas', () => {
  let redis: TestRedis;
  let one: ApiUnderTest;
  let two: ApiUnderTest;
  let database: Database;
  let publisher: LivePublisher;
  let chainId: ChainId;
  let room: Room;
  let last = 0;

  beforeAll(async () => {
    redis = await TestRedis.start();
    one = await ApiUnderTest.start(redis.url);
    two = await ApiUnderTest.start(redis.url, { HEDDLE_DATA: one.settings.dataDirectory });
    await one.signIn();
    two.token = one.token;
    database = await openDatabase({ url: one.settings.databaseUrl });
    const connection = createRedis({ url: redis.url, prefix: 'heddle' });
    publisher = new LivePublisher({ database, redis: connection, prefix: 'heddle', log: quiet });
    const { body } = await one.post<Accepted<Chain>>('/chains', {
      body: { name: 'live', organizations: [{ name: 'org1' }] },
    });
    chainId = body.resource.id;
    room = chainRoom(chainId);
    last = await database.store.live.lastSeq(room);
    stopPublisher = () => {
      connection.disconnect();
    };
  });
  let stopPublisher: () => void;
  afterAll(async () => {
    stopPublisher();
    await database.close();
    await two.stop();
    await one.stop();
    await redis.stop();
  });

  const publish = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      last += 1;
      await publisher.publish(room, { topic: 'removed', entity: 'node', id: 'n', revision: last });
    }
  };

  it('rejects a socket without a token', async () => {
    await expect(one.socket('nonsense')).rejects.toThrow();
  });

  it('rejects rooms that do not exist or have an unknown kind', async () => {
    const socket = await one.socket();
    const unknown = await listen(socket, operationRoom('6f3fd4bd-58fb-4df2-9c36-4b0b60c37b5b' as never));
    expect(unknown.ack).toMatchObject({ ok: false, code: 'not_found' });
    expect((await listen(socket, 'everything')).ack).toMatchObject({ ok: false, code: 'validation_failed' });
  });

  it('delivers every event once and in order while clients connect', async () => {
    await publish(20);
    const publishing = publish(150);
    const listeners = await Promise.all(
      [one, two, one, two].map(async (api, index) => listen(await api.socket(), room, index * 5)),
    );
    await publishing;
    await until(() => listeners.every(({ seqs }) => seqs.at(-1) === last));
    listeners.forEach(({ seqs, gaps, ack }, index) => {
      expect(ack).toMatchObject({ ok: true, room });
      expect(seqs).toEqual(upTo(last, index * 5 + 1));
      expect(gaps).toEqual([]);
    });
  });

  it('delivers measurements to the clients of both replicas, and stores none', async () => {
    const got: LiveValues[] = [];
    for (const api of [one, two]) {
      const socket = await api.socket();
      socket.on('values', (message) => got.push(message));
      await listen(socket, room);
    }
    const id = NodeId.parse('6f3fd4bd-58fb-4df2-9c36-4b0b60c37b5b');
    const node = { id, revision: 3, cpuPercent: 1.5, memoryBytes: 1_000, blockHeights: { orders: 7 } };
    await database.transaction((store) => {
      publisher.publishValues(store, chainId, { topic: 'node.measurements', node });
      return Promise.resolve();
    });
    await until(() => got.length === 2);
    const message: LiveValues = { room, values: [{ topic: 'node.measurements', node }] };
    expect(got).toEqual([message, message]);
    expect(await database.store.live.lastSeq(room)).toBe(last);
  });

  it('delivers events that Redis lost while it was down', async () => {
    const { seqs } = await listen(await two.socket(), room);
    const before = last;
    await redis.kill();
    await database.transaction((store) =>
      store.live.append(room, [() => ({ topic: 'removed', entity: 'node', id: 'n', revision: 1 })]),
    );
    last += 1;
    await redis.up();
    await until(() => seqs.length === 1, 15_000);
    expect(seqs).toEqual([before + 1]);
  });

  it('reports a gap if old events were deleted', async () => {
    await database.transaction(({ live }) => live.trim(room, 10));
    const { seqs, gaps } = await listen(await one.socket(), room, 2);
    await until(() => seqs.length === 10);
    expect(gaps).toEqual([{ room, firstSeq: last - 9 }]);
    expect(seqs).toEqual(upTo(last, last - 9));
  });
});

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
