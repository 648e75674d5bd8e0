import type { NodeMeasurements } from '@heddle/contracts';
import { channelOf, nodeOf } from '../../../testing/builders';
import { measuredChannel, measuredNode, withMeasurements, type Measurements } from './measurements';

const { id } = nodeOf();
const measured = (revision: number, height: number): NodeMeasurements => ({
  id,
  revision,
  cpuPercent: 2,
  memoryBytes: 3,
  blockHeights: { orders: height },
});
const none: Measurements = new Map();

describe('measurements of a node', () => {
  const known = withMeasurements(none, measured(4, 40));

  it('replace those of an older revision of it, and of none that is newer', () => {
    const older = measuredNode(nodeOf({ revision: 3, restarts: 1 }), known);
    expect(older).toMatchObject({ revision: 3, restarts: 1, cpuPercent: 2, memoryBytes: 3, blockHeights: { orders: 40 } });
    const newer = nodeOf({ revision: 5, blockHeights: { orders: 41 } });
    expect(measuredNode(newer, known)).toBe(newer);
  });

  it('are replaced by newer ones only', () => {
    expect(withMeasurements(known, measured(3, 39))).toBe(known);
    expect(withMeasurements(known, measured(5, 41)).get(id)).toEqual(measured(5, 41));
  });

  it('give its channel a height, and the peer within it', () => {
    const node = measuredNode(nodeOf(), known);
    const channel = measuredChannel(channelOf({ height: null }), [node, nodeOf({ name: 'orderer0' })]);
    expect([channel.height, channel.members[0]?.peers[0]?.height]).toEqual([40, 40]);
    expect(measuredChannel(channelOf({ height: null }), [nodeOf()]).height).toBeNull();
    expect(measuredChannel(channelOf({ height: 50 }), [node]).height).toBe(50);
  });
});
