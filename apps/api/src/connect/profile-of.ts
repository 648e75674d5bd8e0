import { connectionProfile, type ConnectionProfile, type PlannedOrganization } from '@heddle/topology';
import { certificateOf } from '../identities/authority';
import type { ChainAccess } from './chain-access';

/** The connection profile of an organization with addresses that its user's machine can reach. */
export function profileOf(access: ChainAccess, organization: PlannedOrganization): ConnectionProfile {
  const { chain, organizations, identities } = access;
  const nodes = access.nodes.map((node) => ({
    ...node,
    ...node.access('grpc'),
    tlsCaCertificate: certificateOf(identities, 'tlsca', node.organization),
  }));
  return connectionProfile({ chainName: chain.name, organization, organizations, nodes });
}
