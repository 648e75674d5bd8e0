import type { Channel, Node, NodeMeasurements } from '@heddle/contracts';

/** The newest measurements by the id of their node. */
export type Measurements = ReadonlyMap<string, NodeMeasurements>;

export function withMeasurements(known: Measurements, measured: NodeMeasurements): Measurements {
  const before = known.get(measured.id);
  return before !== undefined && before.revision >= measured.revision ? known : new Map(known).set(measured.id, measured);
}

/** A node with what was measured since its revision. */
export function measuredNode(node: Node, measurements: Measurements): Node {
  const measured = measurements.get(node.id);
  if (measured === undefined || measured.revision <= node.revision) return node;
  const { cpuPercent, memoryBytes, blockHeights } = measured;
  return { ...node, cpuPercent, memoryBytes, blockHeights };
}

/** A channel with the heights of its nodes. */
export function measuredChannel(channel: Channel, nodes: readonly Node[]): Channel {
  const heights = new Map(nodes.map(({ name, blockHeights }) => [name, blockHeights[channel.name] ?? null]));
  const height = Math.max(channel.height ?? 0, ...[...heights.values()].map((known) => known ?? 0));
  const members = channel.members.map((member) => ({
    ...member,
    peers: member.peers.map((peer) => ({ ...peer, height: heights.get(peer.name) ?? peer.height })),
  }));
  return { ...channel, height: height === 0 ? channel.height : height, members };
}
