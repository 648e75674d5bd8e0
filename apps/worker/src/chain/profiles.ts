import { connectionProfile, portOf } from '@heddle/topology';
import { keysOf } from '../world/chain-keys';
import type { ChainWorld } from '../world/chain-world';

/** Connection profiles for applications of each organization, by their path among the chain's artifacts. */
export function profileFiles({ inventory, peerOrganizations, keys }: ChainWorld): Record<string, string> {
  return Object.fromEntries(
    peerOrganizations.map((organization) => {
      const profile = connectionProfile({
        ...inventory,
        organization,
        accessTo: ({ row }) => ({ address: `${row.host}:${portOf(row, 'grpc')}` }),
        tlsCaOf: (name) => keysOf(keys, name).tlsCa.certificate,
      });
      return [`connection-profiles/${organization.name}.json`, `${JSON.stringify(profile, null, 2)}\n`];
    }),
  );
}
