import { CCAAS_BUILDER } from './ccaas-builder';
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
  /** `host:port` of the other peers of the organization. */
  readonly neighbours: readonly string[];
}

/** Changes to `sampleconfig/core.yaml` that no environment variable can express: an empty value, and a list of maps. */
const PEER_CONFIG = {
  'vm.endpoint': '',
  'chaincode.externalBuilders': [{ name: 'ccaas', path: '${config}/builders/ccaas', propagateEnvironment: [] }],
};

/** Settings of a peer without Docker: all chaincode runs as a service. */
export function peerWorkload({ chainId, node, placement, addresses, ...more }: PeerInput): Workload {
  const { neighbours, monitoringCa } = more;
  const operations = operationsEndpoint('peer', monitoringCa);
  const host = addresses.hostOf({ chainId, name: node.name });
  const external = `${host}:${portOf(placement, 'grpc')}`;
  return {
    id: placement.id,
    chainId,
    name: node.name,
    kind: 'peer',
    organization: node.organization,
    program: {
      type: 'fabric',
      binary: 'peer',
      args: ['node', 'start'],
      config: { file: 'core.yaml', set: PEER_CONFIG },
    },
    env: {
      ...peerEnvironment(node, placement, addresses),
      ...operations.env,
      CORE_PEER_ADDRESS: external,
      CORE_PEER_CHAINCODEADDRESS: `${host}:${portOf(placement, 'chaincode')}`,
      CORE_PEER_GOSSIP_EXTERNALENDPOINT: external,
      CORE_PEER_GOSSIP_BOOTSTRAP: (neighbours.length > 0 ? neighbours : [external]).join(' '),
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
 * How soon peers learn of each other's channels and chaincodes. With Fabric's own intervals (4 s) a gateway finds the
 * endorsers of another organization 0.5 to 4.6 s after an install. Shorter ones cost an idle peer more: 1% of a core
 * with Fabric's, 2% with these, 6% at 200 ms.
 */
const GOSSIP_INTERVALS = {
  CORE_PEER_GOSSIP_PULLINTERVAL: '1s',
  CORE_PEER_GOSSIP_DIGESTWAITTIME: '100ms',
  CORE_PEER_GOSSIP_REQUESTWAITTIME: '200ms',
  CORE_PEER_GOSSIP_RESPONSEWAITTIME: '300ms',
  CORE_PEER_GOSSIP_PUBLISHSTATEINFOINTERVAL: '500ms',
  CORE_PEER_GOSSIP_REQUESTSTATEINFOINTERVAL: '500ms',
  CORE_PEER_GOSSIP_RECONNECTINTERVAL: '1s',
} as const;

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
    ...GOSSIP_INTERVALS,
    CORE_PEER_TLS_ENABLED: 'true',
    CORE_PEER_TLS_CERT_FILE: '${config}/tls/server.crt',
    CORE_PEER_TLS_KEY_FILE: '${config}/tls/server.key',
    CORE_PEER_TLS_ROOTCERT_FILE: '${config}/tls/ca.crt',
    CORE_OPERATIONS_LISTENADDRESS: listen('operations'),
    CORE_METRICS_PROVIDER: 'prometheus',
    CORE_CHAINCODE_STARTUPTIMEOUT: STARTUP_TIMEOUT,
  };
}
