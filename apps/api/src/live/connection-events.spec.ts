import { EventEmitter } from 'node:events';
import { ChainId, ChaincodeId, ChannelId, type ChaincodeEventsAck, type Permission } from '@heddle/contracts';
import type { FeedSeat } from '../chaincode-events/feed/chaincode-feeds';
import type { FeedSink } from '../chaincode-events/feed/feed-subscription';
import { ApiError } from '../errors/api-error';
import { publicError } from '../http/problem';
import { ConnectionEvents, type ConnectionEventsContext } from './connection-events';
import type { LiveSocket } from './live-socket';
import { SendWindow } from './send-window';

const chaincode = {
  chainId: ChainId.parse('00000000-0000-4000-8000-000000000001'),
  channelId: ChannelId.parse('00000000-0000-4000-8000-000000000002'),
  chaincodeId: ChaincodeId.parse('00000000-0000-4000-8000-000000000003'),
};

/** One connection over a socket in memory, and feeds with a height from the spec. */
class Connection {
  readonly socket = Object.assign(new EventEmitter(), {
    conn: new EventEmitter(),
    data: { principal: { role: 'viewer', permissions: [] as Permission[] } },
  });
  readonly seats: { begun: boolean; left: boolean }[] = [];
  readonly sinks: FeedSink[] = [];
  readonly acks: ChaincodeEventsAck[] = [];
  readonly heights: ((height: number) => void)[] = [];

  constructor(...permissions: Permission[]) {
    this.socket.data.principal.permissions = permissions;
    const context: ConnectionEventsContext = {
      window: new SendWindow(),
      feeds: {
        height: () => new Promise((resolve) => this.heights.push(resolve)),
        join: ({ height, sink }) => this.#seat(height, sink),
      },
      problem: (error) => (publicError(error) ?? new ApiError('internal', String(error))).toProblem(),
      onError: (error) => {
        throw error;
      },
    };
    new ConnectionEvents(this.socket as unknown as LiveSocket, context);
  }

  subscribe(subscription = 's'): void {
    this.socket.emit('subscribeChaincodeEvents', { subscription, ...chaincode }, (ack: ChaincodeEventsAck) =>
      this.acks.push(ack),
    );
  }

  async answer(height: number): Promise<void> {
    this.heights.shift()?.(height);
    await new Promise((resolve) => setImmediate(resolve));
  }

  #seat(fromBlock: number, sink: FeedSink): FeedSeat {
    const seat = { begun: false, left: false };
    this.seats.push(seat);
    this.sinks.push(sink);
    return {
      fromBlock,
      begin: () => (seat.begun = true),
      catchUp: () => undefined,
      leave: () => (seat.left = true),
    };
  }
}

describe('events of chaincodes on a connection', () => {
  it('are rejected without the permission that REST requires', async () => {
    const connection = new Connection('chains:read');
    connection.subscribe();
    await connection.answer(1);
    expect(connection.acks).toMatchObject([{ ok: false, subscription: 's', problem: { code: 'forbidden' } }]);
    expect(connection.seats).toEqual([]);
  });

  it('start after the acknowledgement, and end with the connection', async () => {
    const connection = new Connection('blocks:read');
    connection.subscribe();
    await connection.answer(7);
    expect(connection.acks).toEqual([{ ok: true, subscription: 's', fromBlock: 7 }]);
    expect(connection.seats).toEqual([{ begun: true, left: false }]);
    connection.socket.emit('disconnect');
    expect(connection.seats).toEqual([{ begun: true, left: true }]);
  });

  it.each([['disconnect'], ['unsubscribeChaincodeEvents', { subscription: 's' }]])(
    'do not subscribe a client that left meanwhile (%s)',
    async (...message) => {
      const connection = new Connection('blocks:read');
      connection.subscribe();
      const [name, ...argument] = message;
      connection.socket.emit(name, ...argument);
      await connection.answer(7);
      expect([connection.acks, connection.seats]).toEqual([[], []]);
    },
  );

  it('replace the first subscription of a name with the second', async () => {
    const connection = new Connection('blocks:read');
    connection.subscribe();
    await connection.answer(7);
    connection.subscribe();
    await connection.answer(9);
    expect(connection.seats.map(({ left }) => left)).toEqual([true, false]);
  });

  it('are limited in number', async () => {
    const connection = new Connection('blocks:read');
    for (let count = 0; count < 20; count += 1) connection.subscribe(String(count));
    connection.subscribe('one too many');
    await connection.answer(7);
    expect(connection.acks).toMatchObject([
      { ok: false, problem: { code: 'too_many_requests', remedy: 'Unsubscribe from one of them.' } },
      { ok: true },
    ]);
  });

  it('count towards the limits of a slow client, by number and by size', async () => {
    const connection = new Connection('blocks:read');
    connection.subscribe();
    await connection.answer(7);
    const event = { type: 'event', blockNumber: 7, transactionId: 'a', name: 'Sold', payloadBase64: '' } as const;
    const [sink] = connection.sinks;
    expect(sink?.writable()).toBe(true);
    sink?.event({ ...event, payload: ' '.repeat(5_000_000) });
    expect(sink?.writable()).toBe(false);
  });
});
