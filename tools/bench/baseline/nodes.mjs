import { spawn } from 'node:child_process';
import { chmodSync, closeSync, copyFileSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';

/** @typedef {import('./topology.mjs').ToolNode} ToolNode */

/** The ccaas builder that the test network's peers have in their image. */
const BUILDER = {
  detect: 'grep -q ccaas "$2/metadata.json"',
  build: 'cp "$1/connection.json" "$3/"',
  release: 'mkdir -p "$2/chaincode/server" && cp "$1/connection.json" "$2/chaincode/server/"',
};

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** The processes of one network. They end when this process ends, for whatever reason. */
export class NodeProcesses {
  /** @type {import('node:child_process').ChildProcess[]} */
  #children = [];

  /**
   * @param {string} program
   * @param {readonly string[]} args
   * @param {{ env: NodeJS.ProcessEnv, log: string }} options
   */
  start(program, args, { env, log }) {
    const output = openSync(log, 'a');
    const child = spawn(program, [...args], { env, stdio: ['ignore', output, output] });
    closeSync(output);
    if (running.size === 0 && process.listenerCount('exit', killAll) === 0) process.once('exit', killAll);
    running.add(child);
    child.once('exit', () => running.delete(child));
    child.once('error', () => running.delete(child));
    this.#children.push(child);
  }

  async stop() {
    await Promise.all(
      this.#children.map(
        (child) =>
          new Promise((resolve) => {
            if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
              return resolve(undefined);
            child.once('exit', resolve);
            child.kill('SIGKILL');
          }),
      ),
    );
  }
}

function killAll() {
  for (const child of running) child.kill('SIGKILL');
}

/**
 * The release's settings without Docker, plus an external builder for chaincode as a service.
 * @param {string} folder becomes a FABRIC_CFG_PATH
 * @param {string} release the release's config folder
 */
export function writeNodeConfig(folder, release) {
  const builder = join(folder, 'ccaas_builder');
  mkdirSync(join(builder, 'bin'), { recursive: true });
  for (const [name, script] of Object.entries(BUILDER)) {
    writeFileSync(join(builder, 'bin', name), `#!/bin/sh\nset -e\n${script}\n`);
    chmodSync(join(builder, 'bin', name), 0o755);
  }
  const core = /** @type {any} */ (load(readFileSync(join(release, 'core.yaml'), 'utf8')));
  core.vm.endpoint = '';
  core.chaincode.externalBuilders = [{ name: 'ccaas_builder', path: builder }];
  writeFileSync(join(folder, 'core.yaml'), dump(core));
  copyFileSync(join(release, 'orderer.yaml'), join(folder, 'orderer.yaml'));
}

/**
 * The settings of the test network's compose file, with this machine's addresses and folders.
 * @param {ToolNode} node
 * @param {{ config: string, state: string, bootstrap: ToolNode }} places
 * @returns {NodeJS.ProcessEnv}
 */
export function nodeEnvironment(node, { config, state, bootstrap }) {
  const common = { FABRIC_CFG_PATH: config, FABRIC_LOGGING_SPEC: 'INFO' };
  return node.kind === 'orderer'
    ? { ...common, ...ordererEnvironment(node, state) }
    : { ...common, ...peerEnvironment(node, state, bootstrap) };
}

/**
 * @param {ToolNode} node
 * @param {string} state
 */
function ordererEnvironment({ port, adminPort, operationsPort, mspId, materials }, state) {
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

/**
 * @param {ToolNode} node
 * @param {string} state
 * @param {ToolNode} bootstrap
 */
function peerEnvironment({ name, port, adminPort, operationsPort, mspId, materials }, state, bootstrap) {
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

/** @param {string} materials */
function tlsPaths(materials) {
  /** @param {string} file */
  const tls = (file) => join(materials, 'tls', file);
  return { certificate: tls('server.crt'), key: tls('server.key'), ca: tls('ca.crt') };
}
