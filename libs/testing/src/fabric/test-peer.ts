import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodeEndpoint } from '@heddle/fabric';
import { Child, isHealthy, listens } from './child';
import { fabricProgram } from './fabric-home';
import { writeFileTree, type NodeIdentity, type TestIdentities } from './test-identities';
import type { NodePlace } from './test-orderer';

export const PEER_PORTS = 3;

/**
 * Settings with which peers of different organizations know each other's identities, heights and chaincodes within a second. By default
 * that takes from 4 s to 28 s after a join (pull rounds every 4 s, reconnects every 25 s), and until then the gateway
 * finds no endorsers in the other organization.
 */
const QUICK_GOSSIP: Readonly<Record<string, string>> = {
  CORE_PEER_GOSSIP_PULLINTERVAL: '300ms',
  CORE_PEER_GOSSIP_DIGESTWAITTIME: '50ms',
  CORE_PEER_GOSSIP_REQUESTWAITTIME: '100ms',
  CORE_PEER_GOSSIP_RESPONSEWAITTIME: '150ms',
  CORE_PEER_GOSSIP_PUBLISHSTATEINFOINTERVAL: '200ms',
  CORE_PEER_GOSSIP_REQUESTSTATEINFOINTERVAL: '200ms',
  CORE_PEER_GOSSIP_DIALTIMEOUT: '1s',
  CORE_PEER_GOSSIP_RECONNECTINTERVAL: '250ms',
};

/** One peer process. */
export class TestPeer {
  readonly name: string;
  readonly port: number;
  readonly endpoint: NodeEndpoint;
  readonly #place: NodePlace;
  readonly #identities: TestIdentities;
  readonly #files: NodeIdentity['files'];
  #child: Child | undefined;

  private constructor(place: NodePlace, identities: TestIdentities, { files }: NodeIdentity) {
    const [port = 0] = place.ports;
    this.name = place.name;
    this.port = port;
    this.endpoint = { address: `127.0.0.1:${String(port)}`, tlsRootCertificate: identities.tlsRootCertificate };
    this.#place = place;
    this.#identities = identities;
    this.#files = files;
  }

  static async create(place: NodePlace, identities: TestIdentities): Promise<TestPeer> {
    return new TestPeer(place, identities, await identities.issueNode(`${place.name}.${identities.domain}`, 'peer'));
  }

  /**
   * Starts the process and waits until it is healthy and listens.
   * @param bootstrap a peer of the same organization that gossip begins with.
   */
  async start(bootstrap: TestPeer = this): Promise<void> {
    const { folder, name, ports } = this.#place;
    await mkdir(folder, { recursive: true });
    await writeFileTree(folder, this.#files);
    const logFile = join(folder, 'peer.log');
    const env = this.#environment(bootstrap.endpoint.address);
    const child = await Child.start({ name, program: fabricProgram('peer'), args: ['node', 'start'], env, logFile });
    this.#child = child;
    const [port = 0, , operationsPort = 0] = ports;
    await child.until(async () => (await listens(port)) && isHealthy(operationsPort));
  }

  async stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.#child?.stop(signal);
  }

  #environment(bootstrap: string): Record<string, string> {
    const { folder, configFolder, name, ports } = this.#place;
    const [, chaincodePort, operationsPort] = ports;
    const { address } = this.endpoint;
    const chaincodeAddress = `127.0.0.1:${String(chaincodePort)}`;
    return {
      FABRIC_CFG_PATH: configFolder,
      FABRIC_LOGGING_SPEC: 'info',
      CORE_PEER_ID: `${name}.${this.#identities.domain}`,
      CORE_PEER_LOCALMSPID: this.#identities.mspId,
      CORE_PEER_MSPCONFIGPATH: join(folder, 'msp'),
      CORE_PEER_ADDRESS: address,
      CORE_PEER_LISTENADDRESS: address,
      CORE_PEER_CHAINCODEADDRESS: chaincodeAddress,
      CORE_PEER_CHAINCODELISTENADDRESS: chaincodeAddress,
      CORE_PEER_GOSSIP_BOOTSTRAP: bootstrap,
      CORE_PEER_GOSSIP_EXTERNALENDPOINT: address,
      ...QUICK_GOSSIP,
      CORE_PEER_TLS_ENABLED: 'true',
      CORE_PEER_TLS_CERT_FILE: join(folder, 'tls', 'server.crt'),
      CORE_PEER_TLS_KEY_FILE: join(folder, 'tls', 'server.key'),
      CORE_PEER_TLS_ROOTCERT_FILE: join(folder, 'tls', 'ca.crt'),
      CORE_PEER_FILESYSTEMPATH: join(folder, 'data'),
      CORE_LEDGER_SNAPSHOTS_ROOTDIR: join(folder, 'snapshots'),
      CORE_OPERATIONS_LISTENADDRESS: `127.0.0.1:${String(operationsPort)}`,
    };
  }
}
