import { connectionProfile, type ConnectionProfile, type PlannedOrganization } from '@heddle/topology';
import { certificateOf } from '../identities/authority';
import type { ChainAccess } from './chain-access';

/** The connection profile of an organization with addresses that its user's machine can reach. */
export function profileOf(
  { chain, organizations, nodes, identities }: ChainAccess,
  organization: PlannedOrganization,
): ConnectionProfile {
  return connectionProfile({
    chain: chain.name,
    organizations,
    nodes,
    organization,
    accessTo: (node) => node.access('grpc'),
    tlsCaOf: (name) => certificateOf(identities, 'tlsca', name),
  });
}
