import { Injectable } from '@nestjs/common';
import type { ChainId } from '@heddle/contracts';
import { inventoryOf } from '@heddle/data';
import { connectionProfile, portOf, type ConnectionProfile } from '@heddle/topology';
import { withoutNodes } from '../connect/chain-access';
import { invalidField } from '../errors/api-error';
import { certificateOf } from '../identities/authority';
import { Resources } from '../resources';

@Injectable()
export class ConnectionProfiles {
  constructor(private readonly resources: Resources) {}

  /**
   * @param wanted name of a peer organization; the first one by default
   * @throws ApiError `validation_failed` for an unknown one, `invalid_state` before the nodes have addresses
   */
  async get(chainId: ChainId, wanted: string | undefined): Promise<ConnectionProfile> {
    const { store } = this.resources.database;
    const inventory = await inventoryOf(store, chainId);
    const { organizations, nodes } = inventory;
    const members = organizations.filter(({ kind }) => kind === 'peer');
    const organization = wanted === undefined ? members[0] : members.find(({ name }) => name === wanted);
    if (organization === undefined) throw invalidField('organization', 'is not a peer organization of this chain');
    const identities = await store.identities.ofChain(chainId);
    const issued = nodes.every((node) =>
      identities.some((row) => row.kind === 'tlsca' && row.organization === node.organization),
    );
    if (nodes.length === 0 || !issued) throw withoutNodes(await store.chains.get(chainId));
    return connectionProfile({
      ...inventory,
      organization,
      accessTo: ({ row }) => ({ address: `${row.host}:${String(portOf(row, 'grpc'))}` }),
      tlsCaOf: (name) => certificateOf(identities, 'tlsca', name),
    });
  }
}
