import { channelGenesisBlock, type ApplicationOrganizationDefinition } from '@heddle/fabric';
import type { TestMembers, TestOrganization } from './test-members';

export interface TestChannelOptions {
  /** Whether the genesis block names every organization's first peer as its anchor; default true. */
  readonly anchorPeers?: boolean;
}

const HOST = '127.0.0.1';

/** The genesis block of a channel of all organizations, tuned to elect and to cut blocks quickly. */
export function testGenesisBlock(
  { ordererOrganization, orderers, organizations }: TestMembers,
  channel: string,
  { anchorPeers = true }: TestChannelOptions = {},
): Uint8Array {
  return channelGenesisBlock({
    name: channel,
    orderer: {
      type: 'etcdraft',
      options: { tickInterval: '100ms', electionTick: 10, heartbeatTick: 1 },
      batch: { timeout: '100ms' },
      consenters: orderers.map(({ port, tlsCertificate }) => ({
        host: HOST,
        port,
        clientTlsCert: tlsCertificate,
        serverTlsCert: tlsCertificate,
      })),
      organizations: [
        {
          name: 'OrdererOrg',
          mspId: ordererOrganization.mspId,
          msp: ordererOrganization.mspMaterial,
          ordererEndpoints: orderers.map(({ endpoint }) => endpoint.address),
        },
      ],
    },
    application: { organizations: organizations.map((organization) => member(organization, anchorPeers)) },
  });
}

function member({ mspId, mspMaterial, peers }: TestOrganization, anchored: boolean): ApplicationOrganizationDefinition {
  return {
    name: mspId,
    mspId,
    msp: mspMaterial,
    ...(anchored && { anchorPeers: [{ host: HOST, port: peers[0].port }] }),
  };
}
