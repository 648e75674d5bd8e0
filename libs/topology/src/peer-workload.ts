import { CCAAS_BUILDER } from './ccaas-builder';
import { gossipIntervals } from './gossip-intervals';
import { LOGGING_ENVIRONMENT } from './logging';
import type { PlannedNode } from './nodes';
import { operationsEndpoint } from './operations-endpoint';
import { portOf } from './ports';
import type { Workload } from './workload';
import type { Addresses, NodePlacement } from './workload-input';

interface PeerInput {
  readonly chainId: string;
  readonly node: PlannedNode;
  readonly placement: NodePlacement;
  readonly addresses: Addresses;
  /** Certificate of the chain's monitoring CA, PEM. */
  readonly monitoringCa: string | undefined;
}

/** Changes to `sampleconfig/core.yaml` that no environment variable can express: an empty value, and a list of maps. */
const PEER_CONFIG = {
  'vm.endpoint': '',
  'chaincode.externalBuilders': [{ name: 'ccaas', path: '${config}/builders/ccaas', propagateEnvironment: [] }],
};

/** Settings of a peer without Docker: all chaincode runs as a service. */
export function peerWorkload({ chainId, node, placement, addresses, monitoringCa }: PeerInput): Workload {
  const operations = operationsEndpoint('peer', monitoringCa);
  const host = addresses.hostOf({ chainId, name: node.name });
  const { gossipBootstrap: bootstrap = [] } = placement;
  const external = `${host}:${portOf(placement, 'grpc')}`;
  return {
    id: placement.id,
    chainId,
    name: node.name,
    kind: 'peer',
    organization: node.organization,
    program: {
      type: 'catalogue',
      name: 'peer',
      args: ['node', 'start'],
      config: { file: 'core.yaml', set: PEER_CONFIG },
    },
    env: {
      ...peerEnvironment(node, placement, addresses),
      ...operations.env,
      CORE_PEER_ADDRESS: external,
      CORE_PEER_CHAINCODEADDRESS: `${host}:${portOf(placement, 'chaincode')}`,
      CORE_PEER_GOSSIP_EXTERNALENDPOINT: external,
      CORE_PEER_GOSSIP_BOOTSTRAP: (bootstrap.length > 0 ? bootstrap : [external]).join(' '),
    },
    files: { ...placement.files, ...operations.files, ...CCAAS_BUILDER },
    ports: placement.ports,
    ...(placement.resources !== undefined && { resources: placement.resources }),
    volumes: ['ledger'],
    readiness: [operations.readiness, { type: 'tcp', port: 'grpc' }],
    dependsOn: [],
  };
}

/**
 * How long a peer waits for a chaincode server that accepted its stream and does not register. Meanwhile the peer holds
 * its ledger's lock, so that no block of the channel is committed (`core/chaincode/runtime_launcher.go`).
 * Heddle proves that servers register before a package is installed, which takes them milliseconds.
 */
const STARTUP_TIMEOUT = '15s';

/** Every peer is its organization's leader: one static or elected leader distributes blocks seconds later. */
function peerEnvironment(node: PlannedNode, placement: NodePlacement, addresses: Addresses): Record<string, string> {
  const listen = (port: string) => `${addresses.listenHost}:${portOf(placement, port)}`;
  return {
    FABRIC_CFG_PATH: '${config}',
    ...LOGGING_ENVIRONMENT,
    CORE_PEER_ID: node.hostName,
    CORE_PEER_LISTENADDRESS: listen('grpc'),
    CORE_PEER_CHAINCODELISTENADDRESS: listen('chaincode'),
    CORE_PEER_LOCALMSPID: node.mspId,
    CORE_PEER_MSPCONFIGPATH: '${config}/msp',
    CORE_PEER_FILESYSTEMPATH: '${volume:ledger}',
    CORE_LEDGER_SNAPSHOTS_ROOTDIR: '${volume:ledger}/snapshots',
    CORE_PEER_GOSSIP_USELEADERELECTION: 'false',
    CORE_PEER_GOSSIP_ORGLEADER: 'true',
    ...gossipIntervals(placement.settings),
    CORE_PEER_TLS_ENABLED: 'true',
    CORE_PEER_TLS_CERT_FILE: '${config}/tls/server.crt',
    CORE_PEER_TLS_KEY_FILE: '${config}/tls/server.key',
    CORE_PEER_TLS_ROOTCERT_FILE: '${config}/tls/ca.crt',
    CORE_OPERATIONS_LISTENADDRESS: listen('operations'),
    CORE_METRICS_PROVIDER: 'prometheus',
    CORE_CHAINCODE_STARTUPTIMEOUT: STARTUP_TIMEOUT,
  };
}
