import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ParticipationClient, type NodeEndpoint } from '@heddle/fabric';
import { Child, isHealthy, listens } from './child';
import { fabricProgram } from './fabric-home';
import { writeFileTree, type NodeIdentity, type TestIdentities } from './test-identities';

/** Folders and ports of a node. */
export interface NodePlace {
  readonly name: string;
  readonly folder: string;
  readonly configFolder: string;
  readonly ports: readonly number[];
}

export const ORDERER_PORTS = 3;

/** One orderer process. */
export class TestOrderer {
  readonly name: string;
  readonly port: number;
  readonly endpoint: NodeEndpoint;
  readonly tlsCertificate: string;
  readonly participation: ParticipationClient;
  readonly #place: NodePlace;
  readonly #identities: TestIdentities;
  readonly #files: NodeIdentity['files'];
  #child: Child | undefined;

  private constructor(place: NodePlace, identities: TestIdentities, { tls, files }: NodeIdentity) {
    const [port = 0, adminPort = 0] = place.ports;
    this.name = place.name;
    this.port = port;
    this.tlsCertificate = tls.certificate;
    this.endpoint = { address: `127.0.0.1:${String(port)}`, tlsRootCertificate: identities.tlsRootCertificate };
    this.participation = new ParticipationClient({
      address: `127.0.0.1:${String(adminPort)}`,
      tls: { rootCertificates: identities.tlsRootCertificate, ...identities.tlsClient },
    });
    this.#place = place;
    this.#identities = identities;
    this.#files = files;
  }

  static async create(place: NodePlace, identities: TestIdentities): Promise<TestOrderer> {
    const identity = await identities.issueNode(`${place.name}.${identities.domain}`, 'orderer');
    return new TestOrderer(place, identities, identity);
  }

  /** Starts the process and waits until it is healthy and listens. */
  async start(): Promise<void> {
    const { folder, name, ports } = this.#place;
    await mkdir(folder, { recursive: true });
    await writeFileTree(folder, this.#files);
    const logFile = join(folder, 'orderer.log');
    const program = fabricProgram('orderer');
    const child = await Child.start({ name, program, args: [], env: this.#environment(), logFile });
    this.#child = child;
    const [port = 0, adminPort = 0, operationsPort = 0] = ports;
    await child.until(async () => (await listens(port)) && (await listens(adminPort)) && isHealthy(operationsPort));
  }

  async stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.#child?.stop(signal);
  }

  #environment(): Record<string, string> {
    const { folder, configFolder, ports } = this.#place;
    const [port, adminPort, operationsPort] = ports;
    const tls = (file: string) => join(folder, 'tls', file);
    return {
      FABRIC_CFG_PATH: configFolder,
      FABRIC_LOGGING_SPEC: 'info',
      ORDERER_GENERAL_LISTENADDRESS: '127.0.0.1',
      ORDERER_GENERAL_LISTENPORT: String(port),
      ORDERER_GENERAL_LOCALMSPID: this.#identities.mspId,
      ORDERER_GENERAL_LOCALMSPDIR: join(folder, 'msp'),
      ORDERER_GENERAL_TLS_ENABLED: 'true',
      ORDERER_GENERAL_TLS_CERTIFICATE: tls('server.crt'),
      ORDERER_GENERAL_TLS_PRIVATEKEY: tls('server.key'),
      ORDERER_GENERAL_TLS_ROOTCAS: tls('ca.crt'),
      ORDERER_GENERAL_CLUSTER_CLIENTCERTIFICATE: tls('server.crt'),
      ORDERER_GENERAL_CLUSTER_CLIENTPRIVATEKEY: tls('server.key'),
      ORDERER_GENERAL_CLUSTER_ROOTCAS: tls('ca.crt'),
      // How soon a cluster detects that a member is gone.
      ORDERER_GENERAL_CLUSTER_RPCTIMEOUT: '1s',
      ORDERER_GENERAL_BOOTSTRAPMETHOD: 'none',
      ORDERER_CHANNELPARTICIPATION_ENABLED: 'true',
      ORDERER_ADMIN_LISTENADDRESS: `127.0.0.1:${String(adminPort)}`,
      ORDERER_ADMIN_TLS_ENABLED: 'true',
      ORDERER_ADMIN_TLS_CERTIFICATE: tls('server.crt'),
      ORDERER_ADMIN_TLS_PRIVATEKEY: tls('server.key'),
      ORDERER_ADMIN_TLS_CLIENTAUTHREQUIRED: 'true',
      ORDERER_ADMIN_TLS_CLIENTROOTCAS: tls('ca.crt'),
      ORDERER_OPERATIONS_LISTENADDRESS: `127.0.0.1:${String(operationsPort)}`,
      ORDERER_FILELEDGER_LOCATION: join(folder, 'ledger'),
      ORDERER_CONSENSUS_WALDIR: join(folder, 'wal'),
      ORDERER_CONSENSUS_SNAPDIR: join(folder, 'snapshots'),
    };
  }
}
