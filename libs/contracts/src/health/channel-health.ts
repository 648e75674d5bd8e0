import type { ChannelNodes } from '../channels';
import { raftQuorum } from '../raft-quorum';
import { because, distinct, HEALTHY, health, isUnwell, type Health, type HealthReason } from './health';
import { nodeHealth } from './node-health';
import { isAtRest, type ObservedChain, type ObservedChannel, type ObservedNode } from './observed';

export interface ChannelFacts {
  readonly chain: ObservedChain;
  readonly channel: ObservedChannel;
  /** Of the whole chain. */
  readonly nodes: readonly ObservedNode[];
}

/** Nodes of a channel without those that are joining or leaving it. */
function joined(members: ChannelNodes, nodes: readonly ObservedNode[], wanted: ObservedNode['kind']): ObservedNode[] {
  return nodes.filter(({ kind, name }) => kind === wanted && members[name] === 'joined');
}

const isUp = ({ state }: ObservedNode): boolean => state === 'running';
const reasonsOf = (nodes: readonly ObservedNode[]): HealthReason[] => nodes.flatMap((node) => nodeHealth(node).reasons);

/** The health of a channel from its ordering service, which needs a majority for a leader, and its members' peers. */
export function channelHealth(facts: ChannelFacts): Health {
  const { channel, chain } = facts;
  return ofLife(channel) ?? ofChain(chain, facts) ?? ofOrdering(facts) ?? ofPeers(facts);
}

/** A channel that an operation creates or failed to create. */
function ofLife({ name: channel, state, stateReason }: ObservedChannel): Health | undefined {
  if (state === 'creating') {
    return health('pending', because('channel_creating', { channel }, `Channel ${channel} is being created`));
  }
  if (state !== 'failed') return undefined;
  const words = stateReason ?? 'it was not created';
  return health('down', because('channel_failed', { channel, reason: words }, `Channel ${channel} failed: ${words}`));
}

/** A chain whose nodes were stopped on request, or whose nodes an operation starts or stops. */
export function ofChain(chain: ObservedChain, { nodes }: Pick<ChannelFacts, 'nodes'>): Health | undefined {
  const params = { chain: chain.name, state: chain.state };
  if (isAtRest(chain))
    return health('stopped', because('chain_stopped', params, `Chain ${chain.name} is ${chain.state}`));
  if (chain.state !== 'updating' || nodes.every(isUp)) return undefined;
  return health('pending', because('chain_changing', params, `An operation starts or stops nodes of ${chain.name}`));
}

function ofOrdering({ channel: { name: channel, nodes: members, observed }, nodes }: ChannelFacts): Health | undefined {
  const orderers = joined(members, nodes, 'orderer');
  const running = orderers.filter(isUp).length;
  const needed = raftQuorum(orderers.length);
  if (orderers.length > 0 && running >= needed && observed?.leaderless === true) {
    const none = `Channel ${channel} has no leader: ${String(running)} orderers run and none of them leads`;
    return health('down', because('no_leader', { channel, running }, none), ...reasonsOf(orderers));
  }
  if (orderers.length === 0 || running >= needed) return undefined;
  const params = { channel, running, orderers: orderers.length, needed };
  const message = `Channel ${channel} has no leader: ${String(running)} of ${String(orderers.length)} orderers run and ${String(needed)} are needed`;
  const status = orderers.some((node) => isUnwell(nodeHealth(node))) ? 'down' : 'pending';
  return health(status, because('no_quorum', params, message), ...reasonsOf(orderers));
}

function ofPeers({ channel, nodes }: ChannelFacts): Health {
  const members = joined(channel.nodes, nodes, 'peer');
  const running = members.filter(isUp);
  if (members.length > 0 && running.length === 0) {
    const message = `No peer of channel ${channel.name} runs`;
    const params = { channel: channel.name, peers: members.length };
    return health('down', because('no_peer_runs', params, message), ...reasonsOf(members));
  }
  const reasons = distinct([
    ...reasonsOf(joined(channel.nodes, nodes, 'orderer')),
    ...reasonsOf(members),
    ...ledgerReasons(channel, running),
  ]);
  return reasons.length === 0 ? HEALTHY : health('degraded', ...reasons);
}

/** Running peers that have not joined, or that fall behind. Peers with unknown heights are ignored. */
function ledgerReasons({ name: channel, observed }: ObservedChannel, peers: readonly ObservedNode[]): HealthReason[] {
  const measured = peers.filter(({ blockHeights }) => Object.keys(blockHeights).length > 0);
  const top = Math.max(0, ...measured.map(({ blockHeights }) => blockHeights[channel] ?? 0));
  if (top === 0) return [];
  return measured.flatMap(({ name: peer, blockHeights: { [channel]: height } }) => {
    if (height === undefined) {
      return [because('peer_not_joined', { peer, channel }, `${peer} has not joined channel ${channel}`)];
    }
    const behind = observed?.behind[peer];
    if (behind === undefined) return [];
    const message = `${peer} is ${String(behind)} blocks behind on channel ${channel}`;
    return [because('peer_behind', { peer, channel, behind }, message)];
  });
}
