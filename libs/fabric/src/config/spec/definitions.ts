import type { ChannelDefinition, MspMaterial } from '../definition/channel-definition';
import { CERTIFICATES } from './certificates';

type Name = keyof typeof CERTIFICATES;

export function material(ca: Name, tlsCa: Name): MspMaterial {
  return { rootCerts: [CERTIFICATES[ca]], tlsRootCerts: [CERTIFICATES[tlsCa]] };
}

export function consenterOf(name: Name, port: number) {
  return {
    host: `${name}.example.com`,
    port,
    clientTlsCert: CERTIFICATES[name],
    serverTlsCert: CERTIFICATES[name],
  };
}

/** Three orderers of one organization, two application organizations with an anchor peer each. */
export function channelDefinition(changes: Partial<ChannelDefinition> = {}): ChannelDefinition {
  return {
    name: 'trade',
    orderer: {
      type: 'etcdraft',
      consenters: [consenterOf('node1', 7050), consenterOf('node2', 7050), consenterOf('node3', 7050)],
      organizations: [
        {
          name: 'OrdererOrg',
          mspId: 'OrdererMSP',
          msp: material('ordererCa', 'ordererTls'),
          ordererEndpoints: ['node1.example.com:7050', 'node2.example.com:7050', 'node3.example.com:7050'],
        },
      ],
    },
    application: {
      organizations: [
        {
          name: 'Org1',
          mspId: 'Org1MSP',
          msp: material('org1Ca', 'org1Tls'),
          anchorPeers: [{ host: 'peer0.org1.example.com', port: 7051 }],
        },
        {
          name: 'Org2',
          mspId: 'Org2MSP',
          msp: material('org2Ca', 'org2Tls'),
          anchorPeers: [{ host: 'peer0.org2.example.com', port: 9051 }],
        },
      ],
    },
    ...changes,
  };
}
