import { assertNever, type Language } from '@heddle/contracts';
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
  /** Distinguishes the servers of two definitions or channels: eight letters and digits, stable for the definition. */
  readonly suffix: string;
}

const MAX_LABEL = 63;

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
  /** Of the organization that it serves. */
  readonly mspId: string;
  /** Null for an image, which may use any language. */
  readonly language: Language | null;
  /** The package id that the peers installed: `label:hash`. */
  readonly packageId: string;
  /** The program that serves it: a build, as the runtime's builder returned it, or an image. */
  readonly program: Exclude<WorkloadProgram, { type: 'catalogue' }>;
  /** `tls/server.crt`, `tls/server.key` and `tls/ca.crt` (PEM). */
  readonly files: FileTree;
}

/** What a peer sets for the chaincode that it starts itself (`core/container/dockercontroller`), with its defaults. */
const LOGGING = { CORE_CHAINCODE_LOGGING_LEVEL: 'info', CORE_CHAINCODE_LOGGING_SHIM: 'warning' } as const;

/**
 * The `_FILE` pair holds PEM files: Go's contract-api (`Start`) and fabric-chaincode-java serve with them. The `_PATH`
 * pair holds base64 of PEM: each time that a peer connects, Java creates a client of it that it never uses
 * (`ChaincodeBase.createSSLContext`), and without the pair keeps the peer waiting.
 */
const TLS = {
  CORE_PEER_TLS_ENABLED: 'true',
  CORE_TLS_CLIENT_CERT_FILE: '${config}/tls/server.crt',
  CORE_TLS_CLIENT_KEY_FILE: '${config}/tls/server.key',
  CORE_TLS_CLIENT_CERT_PATH: '${config}/tls/server.crt.base64',
  CORE_TLS_CLIENT_KEY_PATH: '${config}/tls/server.key.base64',
} as const;

/**
 * The CA with which a client verifies its peer. Java refuses to serve without it. Go's contract-api takes it (since
 * 1.2) for the CA of the client certificates that it then requires, so Go gets none. Node.js servers never read it.
 */
const ROOT_CERTIFICATE = { CORE_PEER_TLS_ROOTCERT_FILE: '${config}/tls/ca.crt' } as const;

/** The options of `fabric-chaincode-node server`, by the names of their environment variables. */
const nodeServer = (packageId: string, address: string): Readonly<Record<string, string>> => ({
  CORE_CHAINCODE_ID: packageId,
  CORE_CHAINCODE_ADDRESS: address,
  CORE_CHAINCODE_TLS_CERT_FILE: '${config}/tls/server.crt',
  CORE_CHAINCODE_TLS_KEY_FILE: '${config}/tls/server.key',
});

/** The settings that the shim of one language reads in addition to the common ones. */
function shimSettings(language: Language | null, packageId: string, address: string): Readonly<Record<string, string>> {
  switch (language) {
    case 'go':
      return {};
    case 'node':
      return nodeServer(packageId, address);
    case 'java':
      return ROOT_CERTIFICATE;
    // An image may use any language. Its peers present a certificate, in case it is Go, which requires one.
    case null:
      return { ...ROOT_CERTIFICATE, ...nodeServer(packageId, address) };
    default:
      return assertNever(language);
  }
}

/** The same file once more, as base64 and with the same secrecy. */
function inBase64(files: FileTree, path: string): FileTree {
  const file = files[path];
  return file === undefined
    ? {}
    : { [`${path}.base64`]: { ...file, content: Buffer.from(file.content).toString('base64') } };
}

/**
 * Settings of a chaincode server: by the names that Fabric's samples use in the `main` of Go and in the start script of
 * Node.js, and by those that the shims read themselves. Both runtimes start servers with the same settings.
 */
export function chaincodeWorkload(input: ChaincodeWorkloadInput): Workload {
  const { id, chainId, server, ports, addresses, mspId, language, packageId, program, files } = input;
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
      CORE_PEER_LOCALMSPID: mspId,
      ...LOGGING,
      ...TLS,
      ...shimSettings(language, packageId, address),
    },
    files: { ...files, ...inBase64(files, 'tls/server.crt'), ...inBase64(files, 'tls/server.key') },
    ports,
    volumes: [],
    readiness: [{ type: 'tcp', port: 'chaincode' }],
    dependsOn: [],
  };
}
