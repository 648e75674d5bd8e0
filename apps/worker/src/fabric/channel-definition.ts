import type { ChainSpec } from '@heddle/contracts';
import type {
  ChannelDefinition,
  ConsenterDefinition,
  HostPort,
  MspMaterial,
  OrganizationDefinition,
} from '@heddle/fabric';
import type { PlannedOrganization } from '@heddle/topology';
import type { OrganizationKeys } from '../chain/chain-keys';

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
  /** The peers of the joining organizations. The first peer of each is its anchor peer. */
  readonly peers: readonly ChannelNode[];
}

/** The anchor peer of an organization: its first peer. */
export function anchorPeers(organization: string, peers: readonly ChannelNode[]): HostPort[] {
  return peers
    .filter((peer) => peer.organization === organization)
    .slice(0, 1)
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

export function keysOf(keys: ReadonlyMap<string, OrganizationKeys>, organization: string): OrganizationKeys {
  const found = keys.get(organization);
  if (found === undefined) throw new Error(`Organization ${organization} has no keys yet.`);
  return found;
}

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
