import type { ChainId, ChainSpec, ChannelId } from '@heddle/contracts';
import type { ChannelEntity } from '@heddle/data';
import type { HostPort } from '@heddle/fabric';
import type { PlannedOrganization } from '@heddle/topology';
import type { OrganizationKeys } from './chain-keys';
import { grpcAddress, loadChainWorld, type ChainWorld, type KeyServices, type WorldNode } from './chain-world';

/** A node as the channel's members reach it. */
export interface ChannelNode extends HostPort {
  readonly name: string;
  readonly organization: string;
}

export interface ChannelPlan {
  readonly name: string;
  readonly spec: ChainSpec;
  readonly ordererOrganization: PlannedOrganization;
  /** The peer organizations that join. */
  readonly organizations: readonly PlannedOrganization[];
  readonly keys: ReadonlyMap<string, OrganizationKeys>;
  readonly orderers: readonly ChannelNode[];
  /** The peers of the joining organizations. */
  readonly peers: readonly ChannelNode[];
}

/** A channel, the members and peers of its chain that belong to it, and the plan of its configuration. */
export interface ChannelWorld extends ChainWorld {
  readonly channel: ChannelEntity;
  /** The peer organizations that are members. */
  readonly members: readonly PlannedOrganization[];
  /** Of the channel: nodes that have joined it or are joining it. */
  readonly orderers: readonly WorldNode[];
  /** Of the chain. */
  readonly allOrderers: readonly WorldNode[];
  readonly memberPeers: readonly WorldNode[];
  readonly plan: ChannelPlan;
}

const channelNode = (node: WorldNode): ChannelNode => ({
  name: node.plan.name,
  organization: node.plan.organization,
  ...grpcAddress(node),
});

/** The channel's first block, which exists once its creation has begun. */
export function genesisOf({ channel }: Pick<ChannelWorld, 'channel'>): Buffer {
  if (channel.genesisBlock === null) throw new Error(`Channel ${channel.name} has no genesis block.`);
  return channel.genesisBlock;
}

export async function loadChannelWorld(
  services: KeyServices,
  { chainId, channelId }: { chainId: ChainId; channelId: ChannelId },
): Promise<ChannelWorld> {
  return channelWorld(services, await loadChainWorld(services, chainId), channelId);
}

/** A channel of a chain that is loaded. Work on several channels loads the chain once. */
export async function channelWorld(
  { database }: Pick<KeyServices, 'database'>,
  world: ChainWorld,
  channelId: ChannelId,
): Promise<ChannelWorld> {
  const { channels, channelNodes } = database.store;
  const [channel, nodes] = await Promise.all([channels.get(channelId), channelNodes.ofChannel(channelId)]);
  const members = world.peerOrganizations.filter(({ name }) => channel.organizations.includes(name));
  const belongs = ({ plan }: WorldNode) => nodes[plan.name] === 'joined' || nodes[plan.name] === 'joining';
  const memberPeers = world.peers.filter(belongs);
  const orderers = world.orderers.filter(belongs);
  return {
    ...world,
    orderers,
    allOrderers: world.orderers,
    channel,
    members,
    memberPeers,
    plan: {
      name: channel.name,
      spec: world.chain.spec,
      ordererOrganization: world.ordererOrganization,
      organizations: members,
      keys: world.keys,
      orderers: orderers.map(channelNode),
      peers: memberPeers.map(channelNode),
    },
  };
}
