import * as fc from 'fast-check';
import {
  NodeId,
  type LiveEvent,
  type LiveGap,
  type LiveValues,
  type Room,
  type TransientPayload,
} from '@heddle/contracts';
import { RoomSubscription, type LiveSink, type RoomHistory } from './room-subscription';

const room: Room = 'user';
const payload: LiveEvent['payload'] = { topic: 'removed', entity: 'chain', id: 'c', revision: 1 };
const eventOf = (seq: number): LiveEvent => ({ room, seq, at: '2026-01-01T00:00:00.000Z', payload });

/** A room in memory. The test decides when and in which order its reads end. */
class MemoryRoom implements RoomHistory {
  firstSeq = 1;
  lastSeq = 0;

  constructor(private readonly delay: () => Promise<void> = () => Promise.resolve()) {}

  add(): LiveEvent {
    this.lastSeq += 1;
    return eventOf(this.lastSeq);
  }

  async position(): Promise<{ firstSeq: number; lastSeq: number }> {
    const answer = { firstSeq: this.firstSeq, lastSeq: this.lastSeq };
    await this.delay();
    return answer;
  }

  async read(_: Room, { after, limit }: { after: number; limit: number }): Promise<LiveEvent[]> {
    const from = Math.max(after + 1, this.firstSeq);
    const events = Array.from({ length: Math.max(0, this.lastSeq - from + 1) }, (__, index) => eventOf(from + index));
    await this.delay();
    return events.slice(0, limit);
  }
}

class Client implements LiveSink {
  readonly seen: number[] = [];
  readonly gaps: LiveGap[] = [];
  /** Revisions of the measurements in each message. */
  readonly measured: number[][] = [];
  capacity = Number.POSITIVE_INFINITY;

  writable(): boolean {
    return this.seen.length < this.capacity;
  }
  event(event: LiveEvent): void {
    this.seen.push(event.seq);
  }
  gap(gap: LiveGap): void {
    this.gaps.push(gap);
  }
  values({ values }: LiveValues): void {
    this.measured.push(values.map(({ node }) => node.revision));
  }
}

const peer = NodeId.parse('00000000-0000-4000-8000-0000000000a1');
const measured = (revision: number): TransientPayload => ({
  topic: 'node.measurements',
  node: { id: peer, revision, cpuPercent: null, memoryBytes: null, blockHeights: {} },
});

const rethrow = (error: unknown): never => {
  throw error;
};
const subscribe = (history: RoomHistory, sink: LiveSink): RoomSubscription =>
  new RoomSubscription({ room, history, sink, onError: rethrow });
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};
const upTo = (last: number, first = 1): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('a subscription', () => {
  it('replays missed events, then continues live', async () => {
    const history = new MemoryRoom();
    for (let count = 0; count < 5; count += 1) history.add();
    const client = new Client();
    const subscription = subscribe(history, client);
    expect(await subscription.open(2)).toBe(5);
    subscription.begin();
    await settle();
    subscription.offer(history.add());
    expect(client.seen).toEqual([3, 4, 5, 6]);
  });

  it('starts with the next event if no sequence is given', async () => {
    const history = new MemoryRoom();
    history.add();
    const client = new Client();
    const subscription = subscribe(history, client);
    await subscription.open(undefined);
    subscription.begin();
    subscription.offer(history.add());
    expect(client.seen).toEqual([2]);
  });

  it('reports a gap if old events were deleted, and continues after it', async () => {
    const history = new MemoryRoom();
    for (let count = 0; count < 9; count += 1) history.add();
    history.firstSeq = 6;
    const client = new Client();
    const subscription = subscribe(history, client);
    await subscription.open(2);
    subscription.begin();
    await settle();
    expect(client.gaps).toEqual([{ room, firstSeq: 6 }]);
    expect(client.seen).toEqual([6, 7, 8, 9]);
  });

  it('asks a client that is ahead of the room to read a new snapshot', async () => {
    const history = new MemoryRoom();
    history.add();
    const client = new Client();
    const subscription = subscribe(history, client);
    await subscription.open(40);
    subscription.begin();
    expect(client.gaps).toEqual([{ room, firstSeq: 2 }]);
    subscription.offer(history.add());
    expect(client.seen).toEqual([2]);
  });

  it('keeps nothing in memory for a slow client and continues where it stopped', async () => {
    const history = new MemoryRoom();
    for (let count = 0; count < 500; count += 1) history.add();
    const client = new Client();
    client.capacity = 10;
    const subscription = subscribe(history, client);
    await subscription.open(0);
    subscription.begin();
    await settle();
    subscription.offer(history.add());
    expect(client.seen).toEqual(upTo(10));
    client.capacity = Number.POSITIVE_INFINITY;
    subscription.catchUp();
    await settle();
    expect(client.seen).toEqual(upTo(501));
  });

  it('passes on values without a sequence, and only the newest of them to a slow client', async () => {
    const client = new Client();
    const subscription = subscribe(new MemoryRoom(), client);
    subscription.offerValues([measured(1)]);
    await subscription.open(undefined);
    expect(client.measured).toEqual([]);
    subscription.begin();
    subscription.offerValues([measured(2)]);
    client.capacity = 0;
    subscription.offerValues([measured(3)]);
    subscription.offerValues([measured(4)]);
    expect(client.measured).toEqual([[1], [2]]);
    client.capacity = Number.POSITIVE_INFINITY;
    subscription.drained();
    expect([client.measured, client.seen]).toEqual([[[1], [2], [4]], []]);
    subscription.close();
    subscription.offerValues([measured(5)]);
    expect(client.measured).toHaveLength(3);
  });

  it('finds the newest event if its message was lost', async () => {
    const history = new MemoryRoom();
    const client = new Client();
    const subscription = subscribe(history, client);
    await subscription.open(0);
    subscription.begin();
    history.add();
    subscription.reached(history.lastSeq);
    await settle();
    expect(client.seen).toEqual([1]);
  });

  it('sends nothing after it was closed', async () => {
    const history = new MemoryRoom();
    history.add();
    const client = new Client();
    const subscription = subscribe(history, client);
    await subscription.open(0);
    subscription.begin();
    subscription.close();
    await settle();
    expect(client.seen).toEqual([]);
  });

  it('delivers every event once and in order, despite lost, duplicated or late messages', async () => {
    const step = fc.constantFrom('happen' as const, 'lose', 'double', 'late', 'check', 'turn');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.nat({ max: 5 }), async (steps, before) => {
        const history = new MemoryRoom(() => new Promise((resolve) => setImmediate(resolve)));
        for (let count = 0; count < before; count += 1) history.add();
        const client = new Client();
        const subscription = subscribe(history, client);
        const opened = subscription.open(0).then(() => {
          subscription.begin();
        });
        const delayed: LiveEvent[] = [];
        const actions: Record<(typeof steps)[number], () => unknown> = {
          turn: () => new Promise((resolve) => setImmediate(resolve)),
          check: () => {
            subscription.reached(history.lastSeq);
          },
          late: () => delayed.push(history.add()),
          lose: () => history.add(),
          happen: () => {
            subscription.offer(history.add());
          },
          double: () => {
            const event = history.add();
            subscription.offer(event);
            subscription.offer(event);
          },
        };
        for (const action of steps) await actions[action]();
        await opened;
        for (const event of delayed.reverse()) subscription.offer(event);
        subscription.offer(history.add());
        for (let turn = 0; turn < 400 && client.seen.length < history.lastSeq; turn += 1) {
          await new Promise((resolve) => setImmediate(resolve));
        }
        expect(client.seen).toEqual(upTo(history.lastSeq));
        expect(client.gaps).toEqual([]);
      }),
      { seed: 20_261_123, numRuns: 200 },
    );
  });
});
