import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, copyFileSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import type { ToolNode } from './topology.ts';

/** The ccaas builder that the test network's peers have in their image. */
const BUILDER = {
  detect: 'grep -q ccaas "$2/metadata.json"',
  build: 'cp "$1/connection.json" "$3/"',
  release: 'mkdir -p "$2/chaincode/server" && cp "$1/connection.json" "$2/chaincode/server/"',
};

const running = new Set<ChildProcess>();

/** The processes of one network. They end when this process ends, for whatever reason. */
export class NodeProcesses {
  readonly #children: ChildProcess[] = [];

  start(program: string, args: readonly string[], { env, log }: { env: NodeJS.ProcessEnv; log: string }): void {
    const output = openSync(log, 'a');
    const child = spawn(program, [...args], { env, stdio: ['ignore', output, output] });
    closeSync(output);
    if (running.size === 0 && process.listenerCount('exit', killAll) === 0) process.once('exit', killAll);
    running.add(child);
    child.once('exit', () => running.delete(child));
    child.once('error', () => running.delete(child));
    this.#children.push(child);
  }

  /** Process ids by the position at which they were started. */
  get pids(): number[] {
    return this.#children.map(({ pid }) => pid ?? Number.NaN);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#children.map(kill));
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** The part of core.yaml that differs. */
interface CoreSettings {
  readonly vm: { endpoint: string };
  readonly chaincode: { externalBuilders: readonly { readonly name: string; readonly path: string }[] };
}

/**
 * The release's settings without Docker, plus an external builder for chaincode as a service.
 * @param folder becomes a FABRIC_CFG_PATH
 * @param release the release's config folder
 */
export function writeNodeConfig(folder: string, release: string): void {
  const builder = join(folder, 'ccaas_builder');
  mkdirSync(join(builder, 'bin'), { recursive: true });
  for (const [name, script] of Object.entries(BUILDER)) {
    writeFileSync(join(builder, 'bin', name), `#!/bin/sh\nset -e\n${script}\n`);
    chmodSync(join(builder, 'bin', name), 0o755);
  }
  const core = load(readFileSync(join(release, 'core.yaml'), 'utf8')) as CoreSettings;
  core.vm.endpoint = '';
  core.chaincode.externalBuilders = [{ name: 'ccaas_builder', path: builder }];
  writeFileSync(join(folder, 'core.yaml'), dump(core));
  copyFileSync(join(release, 'orderer.yaml'), join(folder, 'orderer.yaml'));
}

interface NodeSettings {
  /** The FABRIC_CFG_PATH. */
  readonly config: string;
  /** Folder of the node's data. */
  readonly state: string;
  readonly bootstrap: ToolNode;
}

/** The settings of the test network's compose file, with this machine's addresses and folders. */
export function nodeEnvironment(node: ToolNode, { config, state, bootstrap }: NodeSettings): NodeJS.ProcessEnv {
  const common = { FABRIC_CFG_PATH: config, FABRIC_LOGGING_SPEC: 'INFO' };
  return node.kind === 'orderer'
    ? { ...common, ...ordererEnvironment(node, state) }
    : { ...common, ...peerEnvironment(node, state, bootstrap) };
}

function ordererEnvironment({ port, adminPort, operationsPort, mspId, materials }: ToolNode, state: string) {
  const { certificate, key, ca } = tlsPaths(materials);
  return {
    ORDERER_GENERAL_LISTENADDRESS: '127.0.0.1',
    ORDERER_GENERAL_LISTENPORT: String(port),
    ORDERER_GENERAL_LOCALMSPID: mspId,
    ORDERER_GENERAL_LOCALMSPDIR: join(materials, 'msp'),
    ORDERER_GENERAL_TLS_ENABLED: 'true',
    ORDERER_GENERAL_TLS_PRIVATEKEY: key,
    ORDERER_GENERAL_TLS_CERTIFICATE: certificate,
    ORDERER_GENERAL_TLS_ROOTCAS: ca,
    ORDERER_GENERAL_CLUSTER_CLIENTCERTIFICATE: certificate,
    ORDERER_GENERAL_CLUSTER_CLIENTPRIVATEKEY: key,
    ORDERER_GENERAL_CLUSTER_ROOTCAS: ca,
    ORDERER_GENERAL_BOOTSTRAPMETHOD: 'none',
    ORDERER_CHANNELPARTICIPATION_ENABLED: 'true',
    ORDERER_ADMIN_TLS_ENABLED: 'true',
    ORDERER_ADMIN_TLS_CERTIFICATE: certificate,
    ORDERER_ADMIN_TLS_PRIVATEKEY: key,
    ORDERER_ADMIN_TLS_ROOTCAS: ca,
    ORDERER_ADMIN_TLS_CLIENTROOTCAS: ca,
    ORDERER_ADMIN_LISTENADDRESS: `127.0.0.1:${adminPort}`,
    ORDERER_OPERATIONS_LISTENADDRESS: `127.0.0.1:${operationsPort}`,
    ORDERER_METRICS_PROVIDER: 'prometheus',
    ORDERER_FILELEDGER_LOCATION: join(state, 'ledger'),
    ORDERER_CONSENSUS_WALDIR: join(state, 'wal'),
    ORDERER_CONSENSUS_SNAPDIR: join(state, 'snapshots'),
  };
}

function peerEnvironment(
  { name, port, adminPort, operationsPort, mspId, materials }: ToolNode,
  state: string,
  bootstrap: ToolNode,
) {
  const { certificate, key, ca } = tlsPaths(materials);
  const address = `127.0.0.1:${port}`;
  return {
    CORE_PEER_TLS_ENABLED: 'true',
    CORE_PEER_PROFILE_ENABLED: 'false',
    CORE_PEER_TLS_CERT_FILE: certificate,
    CORE_PEER_TLS_KEY_FILE: key,
    CORE_PEER_TLS_ROOTCERT_FILE: ca,
    CORE_PEER_ID: name,
    CORE_PEER_ADDRESS: address,
    CORE_PEER_LISTENADDRESS: address,
    CORE_PEER_CHAINCODEADDRESS: `127.0.0.1:${adminPort}`,
    CORE_PEER_CHAINCODELISTENADDRESS: `127.0.0.1:${adminPort}`,
    CORE_PEER_GOSSIP_BOOTSTRAP: `127.0.0.1:${bootstrap.port}`,
    CORE_PEER_GOSSIP_EXTERNALENDPOINT: address,
    CORE_PEER_LOCALMSPID: mspId,
    CORE_PEER_MSPCONFIGPATH: join(materials, 'msp'),
    CORE_OPERATIONS_LISTENADDRESS: `127.0.0.1:${operationsPort}`,
    CORE_METRICS_PROVIDER: 'prometheus',
    CORE_CHAINCODE_EXECUTETIMEOUT: '300s',
    CORE_PEER_FILESYSTEMPATH: join(state, 'data'),
    CORE_LEDGER_SNAPSHOTS_ROOTDIR: join(state, 'snapshots'),
  };
}

function tlsPaths(materials: string) {
  const tls = (file: string) => join(materials, 'tls', file);
  return { certificate: tls('server.crt'), key: tls('server.key'), ca: tls('ca.crt') };
}
