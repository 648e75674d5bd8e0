import { LOGGING_ENVIRONMENT } from './logging';
import type { PlannedNode } from './nodes';
import { operationsEndpoint } from './operations-endpoint';
import type { Workload } from './workload';
import type { Addresses, NodePlacement } from './workload-input';
import { portOf } from './ports';

interface OrdererInput {
  readonly chainId: string;
  readonly node: PlannedNode;
  readonly placement: NodePlacement;
  readonly addresses: Addresses;
  /** Certificate of the chain's monitoring CA, PEM. */
  readonly monitoringCa: string | undefined;
}

/**
 * Settings of an orderer that is managed through channel participation, per Fabric's `sampleconfig/orderer.yaml`.
 * A dead raft leader is detected within `RPCTimeout`; the key is not in the sample, so no variable can set it.
 */
export function ordererWorkload({ chainId, node, placement, addresses, monitoringCa }: OrdererInput): Workload {
  const operations = operationsEndpoint('orderer', monitoringCa);
  return {
    id: placement.id,
    chainId,
    name: node.name,
    kind: 'orderer',
    organization: node.organization,
    program: {
      type: 'catalogue',
      name: 'orderer',
      args: [],
      config: { file: 'orderer.yaml', set: { 'General.Cluster.RPCTimeout': '1s' } },
    },
    env: { ...ordererEnvironment(node, placement, addresses), ...operations.env },
    files: { ...placement.files, ...operations.files },
    ports: placement.ports,
    ...(placement.resources !== undefined && { resources: placement.resources }),
    volumes: ['ledger', 'wal', 'snapshots'],
    readiness: [operations.readiness, { type: 'tcp', port: 'grpc' }, { type: 'tcp', port: 'admin' }],
    dependsOn: [],
  };
}

function ordererEnvironment(node: PlannedNode, placement: NodePlacement, addresses: Addresses): Record<string, string> {
  const listen = (port: string) => `${addresses.listenHost}:${portOf(placement, port)}`;
  const tls = { certificate: '${config}/tls/server.crt', key: '${config}/tls/server.key', ca: '${config}/tls/ca.crt' };
  return {
    FABRIC_CFG_PATH: '${config}',
    ...LOGGING_ENVIRONMENT,
    ORDERER_GENERAL_LISTENADDRESS: addresses.listenHost,
    ORDERER_GENERAL_LISTENPORT: String(portOf(placement, 'grpc')),
    ORDERER_GENERAL_LOCALMSPID: node.mspId,
    ORDERER_GENERAL_LOCALMSPDIR: '${config}/msp',
    ORDERER_GENERAL_TLS_ENABLED: 'true',
    ORDERER_GENERAL_TLS_CERTIFICATE: tls.certificate,
    ORDERER_GENERAL_TLS_PRIVATEKEY: tls.key,
    ORDERER_GENERAL_TLS_ROOTCAS: `[${tls.ca}]`,
    ORDERER_GENERAL_CLUSTER_CLIENTCERTIFICATE: tls.certificate,
    ORDERER_GENERAL_CLUSTER_CLIENTPRIVATEKEY: tls.key,
    ORDERER_GENERAL_BOOTSTRAPMETHOD: 'none',
    ORDERER_CHANNELPARTICIPATION_ENABLED: 'true',
    ORDERER_FILELEDGER_LOCATION: '${volume:ledger}',
    ORDERER_CONSENSUS_WALDIR: '${volume:wal}',
    ORDERER_CONSENSUS_SNAPDIR: '${volume:snapshots}',
    ORDERER_ADMIN_LISTENADDRESS: listen('admin'),
    ORDERER_ADMIN_TLS_ENABLED: 'true',
    ORDERER_ADMIN_TLS_CERTIFICATE: tls.certificate,
    ORDERER_ADMIN_TLS_PRIVATEKEY: tls.key,
    ORDERER_ADMIN_TLS_CLIENTAUTHREQUIRED: 'true',
    ORDERER_ADMIN_TLS_CLIENTROOTCAS: `[${tls.ca}]`,
    ORDERER_OPERATIONS_LISTENADDRESS: listen('operations'),
    ORDERER_METRICS_PROVIDER: 'prometheus',
  };
}
