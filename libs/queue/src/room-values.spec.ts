import { ChainId, chainRoom, NodeId, type LiveValues, type TransientPayload } from '@heddle/contracts';
import { RoomValues } from './room-values';

const room = chainRoom(ChainId.parse('00000000-0000-4000-8000-000000000001'));
const other = chainRoom(ChainId.parse('00000000-0000-4000-8000-000000000002'));
const peer = NodeId.parse('00000000-0000-4000-8000-0000000000a1');
const orderer = NodeId.parse('00000000-0000-4000-8000-0000000000a2');

const height = (id: NodeId, revision: number): TransientPayload => ({
  topic: 'node.measurements',
  node: { id, revision, cpuPercent: null, memoryBytes: null, blockHeights: { orders: revision } },
});

describe('the transient values of rooms', () => {
  let sent: LiveValues[];
  let values: RoomValues;

  beforeEach(() => {
    jest.useFakeTimers();
    sent = [];
    values = new RoomValues((message) => sent.push(message));
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('are sent at once, and then once in an interval with the newest of each node', () => {
    values.offer(room, [height(peer, 1), height(orderer, 1)]);
    expect(sent).toEqual([{ room, values: [height(peer, 1), height(orderer, 1)] }]);
    for (let revision = 2; revision <= 50; revision += 1) values.offer(room, [height(peer, revision)]);
    jest.advanceTimersByTime(999);
    expect(sent).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(sent.slice(1)).toEqual([{ room, values: [height(peer, 50)] }]);
    values.offer(room, [height(peer, 51)]);
    expect(sent).toHaveLength(2);
  });

  it('of one room do not delay those of another, and a quiet room has no timer', () => {
    values.offer(room, [height(peer, 1)]);
    values.offer(other, [height(peer, 1)]);
    expect(sent.map((message) => message.room)).toEqual([room, other]);
    jest.advanceTimersByTime(1_000);
    expect([sent.length, jest.getTimerCount()]).toEqual([2, 0]);
    values.offer(room, [height(peer, 2)]);
    expect(sent.at(-1)).toEqual({ room, values: [height(peer, 2)] });
  });
});
