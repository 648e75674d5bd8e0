import { connectionProfile, portOf, type ConnectionProfile, type PlannedOrganization } from '@heddle/topology';
import { keysOf } from '../fabric/channel-definition';
import type { ChainWorld } from './chain-world';

/** Connection profile for applications of an organization. */
function profileOf(world: ChainWorld, organization: PlannedOrganization): ConnectionProfile {
  return connectionProfile({
    chainName: world.chain.name,
    organization,
    organizations: [world.ordererOrganization, ...world.peerOrganizations],
    nodes: [...world.orderers, ...world.peers].map(({ plan, row }) => ({
      ...plan,
      address: `${row.host}:${portOf(row, 'grpc')}`,
      tlsCaCertificate: keysOf(world.keys, plan.organization).tlsCa.certificate,
    })),
  });
}

/** Connection profiles by their path among the chain's artifacts. */
export function profileFiles(world: ChainWorld): Record<string, string> {
  return Object.fromEntries(
    world.peerOrganizations.map((organization) => [
      `connection-profiles/${organization.name}.json`,
      `${JSON.stringify(profileOf(world, organization), null, 2)}\n`,
    ]),
  );
}
