import { CHAINCODE_PORTS } from './nodes';
import { portOf } from './ports';
import type { FileTree, Workload, WorkloadProgram } from './workload';
import type { Addresses } from './workload-input';

/** A chaincode server of one organization, before it has an id and ports. */
export interface PlannedChaincodeServer {
  /** DNS label, unique within the chain: `cc-asset-transfer-org1-3f2a90c1`. */
  readonly name: string;
  readonly organization: string;
  readonly hostName: string;
  readonly ports: readonly string[];
}

export interface ChaincodeServerNaming {
  /** Fabric's chaincode name. */
  readonly chaincode: string;
  readonly organization: { readonly name: string; readonly domain: string };
  /** Tells the servers of two definitions or channels apart: eight letters and digits, stable for the definition. */
  readonly suffix: string;
}

const MAX_LABEL = 63;

/** What tells the servers of a definition from those of others. */
export const definitionSuffix = (definitionId: string): string => definitionId.slice(0, 8);

/** Whether a server was planned for a definition, by the name that {@link planChaincodeServer} gives. */
export function servesDefinition(serverName: string, definitionId: string): boolean {
  return serverName.endsWith(`-${definitionSuffix(definitionId)}`);
}

/** Names a chaincode server; its address goes into the package's connection.json, so the name is planned first. */
export function planChaincodeServer({
  chaincode,
  organization,
  suffix,
}: ChaincodeServerNaming): PlannedChaincodeServer {
  const tail = `-${organization.name}-${suffix}`;
  const label = `cc-${chaincode.toLowerCase().replaceAll('_', '-')}`.slice(0, MAX_LABEL - tail.length);
  const name = `${label.replace(/-+$/, '')}${tail}`;
  const hostName = `${name}.${organization.domain}`;
  return {
    name,
    organization: organization.name,
    hostName,
    ports: CHAINCODE_PORTS,
  };
}

export interface ChaincodeWorkloadInput {
  readonly id: string;
  readonly chainId: string;
  readonly server: PlannedChaincodeServer;
  readonly ports: Readonly<Record<string, number>>;
  readonly addresses: Addresses;
  /** The package id that the peers installed: `label:hash`. */
  readonly packageId: string;
  /** What serves it: a build, as the runtime's builder returned it, or an image. */
  readonly program: Exclude<WorkloadProgram, { type: 'fabric' }>;
  /** `tls/server.crt`, `tls/server.key` and `tls/ca.crt` (PEM). */
  readonly files: FileTree;
}

/**
 * What a server written with fabric-chaincode-java reads (`ChaincodeBase.processEnvironmentOptions`). It serves with
 * the `_FILE` pair of PEM files. Each time that a peer connects it also makes itself a client that it never uses, from
 * the `_PATH` pair of base64 of PEM (`ChaincodeBase.createSSLContext`), and without those it leaves the peer waiting.
 */
const JAVA_TLS = {
  CORE_PEER_TLS_ENABLED: 'true',
  CORE_TLS_CLIENT_CERT_FILE: '${config}/tls/server.crt',
  CORE_TLS_CLIENT_KEY_FILE: '${config}/tls/server.key',
  CORE_TLS_CLIENT_CERT_PATH: '${config}/tls/server.crt.base64',
  CORE_TLS_CLIENT_KEY_PATH: '${config}/tls/server.key.base64',
  CORE_PEER_TLS_ROOTCERT_FILE: '${config}/tls/ca.crt',
} as const;

/** A file once more, beside itself, as base64; as secret as it is. */
function inBase64(files: FileTree, path: string): FileTree {
  const file = files[path];
  return file === undefined
    ? {}
    : { [`${path}.base64`]: { ...file, content: Buffer.from(file.content).toString('base64') } };
}

/**
 * Settings of a chaincode server, by the names that Fabric's samples use: Go chaincode reads them in its `main`,
 * Node.js chaincode in its start script.
 */
export function chaincodeWorkload(input: ChaincodeWorkloadInput): Workload {
  const { id, chainId, server, ports, addresses, packageId, program, files } = input;
  const address = `${addresses.listenHost}:${portOf({ name: server.name, ports }, 'chaincode')}`;
  return {
    id,
    chainId,
    name: server.name,
    kind: 'chaincode',
    organization: server.organization,
    program,
    env: {
      CHAINCODE_ID: packageId,
      CORE_CHAINCODE_ID_NAME: packageId,
      CHAINCODE_SERVER_ADDRESS: address,
      CHAINCODE_TLS_DISABLED: 'false',
      CHAINCODE_TLS_CERT: '${config}/tls/server.crt',
      CHAINCODE_TLS_KEY: '${config}/tls/server.key',
      ...JAVA_TLS,
    },
    files: { ...files, ...inBase64(files, 'tls/server.crt'), ...inBase64(files, 'tls/server.key') },
    ports,
    volumes: [],
    readiness: [{ type: 'tcp', port: 'chaincode' }],
    dependsOn: [],
  };
}
