import type { ChainId, ChannelId } from '@heddle/contracts';
import type { ChannelEntity } from '@heddle/data';
import { portOf, type PlannedOrganization } from '@heddle/topology';
import type { ChannelNode, ChannelPlan } from '../fabric/channel-definition';
import type { WorkerServices } from '../services';
import { loadChainWorld, type ChainWorld, type WorldNode } from './chain-world';

/** A channel, the members and peers of its chain that belong to it, and the plan of its configuration. */
export interface ChannelWorld extends ChainWorld {
  readonly channel: ChannelEntity;
  /** The peer organizations that are members. */
  readonly members: readonly PlannedOrganization[];
  /** The members' peers. */
  readonly memberPeers: readonly WorldNode[];
  readonly plan: ChannelPlan;
}

const channelNode = ({ plan, row }: WorldNode): ChannelNode => ({
  name: plan.name,
  organization: plan.organization,
  host: row.host,
  port: portOf(row, 'grpc'),
});

export async function loadChannelWorld(
  services: WorkerServices,
  { chainId, channelId }: { chainId: ChainId; channelId: ChannelId },
): Promise<ChannelWorld> {
  const [world, channel] = await Promise.all([
    loadChainWorld(services, chainId),
    services.database.store.channels.get(channelId),
  ]);
  const members = world.peerOrganizations.filter(({ name }) => channel.organizations.includes(name));
  const memberPeers = world.peers.filter(({ plan }) => channel.organizations.includes(plan.organization));
  return {
    ...world,
    channel,
    members,
    memberPeers,
    plan: {
      name: channel.name,
      spec: world.chain.spec,
      ordererOrganization: world.ordererOrganization,
      organizations: members,
      keys: world.keys,
      orderers: world.orderers.map(channelNode),
      peers: memberPeers.map(channelNode),
    },
  };
}
