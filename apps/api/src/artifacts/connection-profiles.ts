import { Injectable } from '@nestjs/common';
import type { ChainId } from '@heddle/contracts';
import { connectionProfile, organizationsOf, planNodes, portOf, type ConnectionProfile } from '@heddle/topology';
import { ApiError, invalidField } from '../errors/api-error';
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
    const { spec, name: chainName, state } = await store.chains.get(chainId);
    const organizations = organizationsOf(spec);
    const members = organizations.filter(({ kind }) => kind === 'peer');
    const organization = wanted === undefined ? members[0] : members.find(({ name }) => name === wanted);
    if (organization === undefined) throw invalidField('organization', 'is not a peer organization of this chain');
    const rows = new Map((await store.nodes.ofChain(chainId)).map((row) => [row.name, row]));
    const identities = await store.identities.ofChain(chainId);
    const nodes = planNodes(spec).flatMap((node) => {
      const row = rows.get(node.name);
      const ca = identities.find(({ kind, organization: of }) => kind === 'tlsca' && of === node.organization);
      if (row === undefined || ca === undefined) return [];
      return [{ ...node, address: `${row.host}:${String(portOf(row, 'grpc'))}`, tlsCaCertificate: ca.certificate }];
    });
    if (nodes.length === 0) {
      throw new ApiError('invalid_state', `Chain ${chainName} is ${state} and has no nodes with addresses.`, {
        remedy: 'Wait until the creation of the chain has planned its nodes.',
      });
    }
    return connectionProfile({ chainName, organization, organizations, nodes });
  }
}
