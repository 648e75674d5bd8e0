import type {
  ChannelDefinition,
  ConsenterDefinition,
  HostPort,
  MspMaterial,
  OrganizationDefinition,
} from '@heddle/fabric';
import type { PlannedOrganization } from '@heddle/topology';
import { keysOf } from '../world/chain-keys';
import type { ChannelNode, ChannelPlan } from '../world/channel-world';

/**
 * Other organizations' peers connect to the anchor peers of an organization when they join a channel, and so learn their
 * identities at once. Of the other peers they learn through gossip.
 */
const ANCHOR_PEERS = 3;

/** The anchor peers of an organization: its first peers. */
export function anchorPeers(organization: string, peers: readonly ChannelNode[]): HostPort[] {
  return peers
    .filter((peer) => peer.organization === organization)
    .slice(0, ANCHOR_PEERS)
    .map(({ host, port }) => ({ host, port }));
}

/** The input of the channel's genesis block. The same plan always results in the same bytes. */
export function channelDefinition(plan: ChannelPlan): ChannelDefinition {
  const { name, spec, ordererOrganization, organizations, orderers, peers } = plan;
  const { raft, batch } = spec.ordering;
  return {
    name,
    orderer: {
      type: 'etcdraft',
      consenters: orderers.map((orderer) => consenter(plan, orderer)),
      options: { ...raft, tickInterval: milliseconds(raft.tickInterval) },
      batch: { ...batch, timeout: milliseconds(batch.timeout) },
      organizations: [
        {
          ...organizationDefinition(plan, ordererOrganization),
          ordererEndpoints: orderers.map(({ host, port }) => `${host}:${port}`),
        },
      ],
    },
    application: {
      organizations: organizations.map((organization) => ({
        ...organizationDefinition(plan, organization),
        anchorPeers: anchorPeers(organization.name, peers),
      })),
    },
  };
}

const milliseconds = (value: number): string => `${value}ms`;

function organizationDefinition(plan: ChannelPlan, { name, mspId }: PlannedOrganization): OrganizationDefinition {
  const { ca, tlsCa } = keysOf(plan.keys, name);
  const msp: MspMaterial = { rootCerts: [ca.certificate], tlsRootCerts: [tlsCa.certificate] };
  return { name: mspId, mspId, msp };
}

function consenter(plan: ChannelPlan, { name, organization, host, port }: ChannelNode): ConsenterDefinition {
  const certificate = keysOf(plan.keys, organization).nodes[name]?.tls.certificate;
  if (certificate === undefined) throw new Error(`${name} has no TLS certificate yet.`);
  return { host, port, clientTlsCert: certificate, serverTlsCert: certificate };
}
