import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from '../../lib/run.mjs';
import { CHAINCODE_PORT, chaincodeServer, toolsPod } from './cluster-manifests.mjs';
import { PodCommands } from './pod-commands.mjs';
import { toolNetwork } from './topology.mjs';

const WAIT = '--timeout=300s';

/**
 * @typedef {object} ClusterGroundOptions
 * @property {import('../lib/cluster.mjs').Cluster} cluster
 * @property {any} yaml the program chain-yaml, bundled
 * @property {any} place a ClusterPlace of programs/cluster-chain.ts
 * @property {string} chainId
 * @property {string} program the built chaincode
 * @property {AbortSignal} signal
 */

/**
 * Pods of a cluster. The objects are those that Heddle renders for the same chain, applied with kubectl; the tools run
 * in a pod beside them. Implements the Ground of tool-chain.mjs.
 */
export class ClusterGround {
  network;
  #options;
  #namespace;
  #folder;
  /** @type {PodCommands | undefined} */
  #commands;

  /** @param {ClusterGroundOptions} options */
  constructor(options) {
    const { cluster, yaml, chainId } = options;
    this.#options = options;
    this.#namespace = yaml.namespaceOf(chainId);
    this.#folder = join(cluster.volume.folder, `bench-${chainId}`);
    this.network = toolNetwork(this.#folder, ({ kind, index, organization }) => {
      const host = yaml.hostOf(chainId, kind === 'orderer' ? `orderer${index}` : `peer${index}-${organization}`);
      return kind === 'orderer'
        ? { host, port: 7050, adminPort: 9443, operationsPort: 8443 }
        : { host, port: 7051, adminPort: 7052, operationsPort: 9443 };
    });
  }

  get commands() {
    if (!this.#commands) throw new Error('the tools pod does not exist yet');
    return this.#commands;
  }

  /**
   * Called once identities exist. Writes the YAML and creates what a user of the tools has before starting: the
   * namespace with the shared volume, and a pod with the tools. None of this is measured.
   */
  async prepare() {
    const { cluster, yaml, place, chainId, program, signal } = this.#options;
    const { shared, nodes } = await yaml.writeChain(place, chainId, this.network);
    mkdirSync(join(this.#folder, 'chaincode'), { recursive: true });
    copyFileSync(program, join(this.#folder, 'chaincode', 'chaincode'));
    await this.share();
    const { claim } = yaml;
    const tools = toolsPod({ namespace: this.#namespace, claim, folder: cluster.volume.folder });
    await this.#apply('shared.yaml', shared);
    await cluster.kubectl(['wait', ...this.#in, `pvc/${claim}`, '--for=jsonpath={.status.phase}=Bound', WAIT]);
    await this.#apply('tools.yaml', JSON.stringify(tools));
    await cluster.kubectl(['wait', ...this.#in, 'pod/tools', '--for=condition=Ready', WAIT]);
    this.#commands = new PodCommands({ namespace: this.#namespace, pod: 'tools', env: cluster.env, signal });
    await this.#commands.run('peer', ['version'], { FABRIC_CFG_PATH: join(this.#folder, 'config') });
    writeFileSync(join(this.#folder, 'chain.yaml'), `${shared}---\n${nodes}`);
  }

  /** The tools' files belong to their account; the pod runs under another one. */
  async share() {
    await run('chmod', ['-R', 'a+rX', this.#folder]);
  }

  /** Runs `kubectl apply` and waits until every pod is ready. */
  async startNodes() {
    const { kubectl } = this.#options.cluster;
    await kubectl(['apply', '--server-side', '-f', join(this.#folder, 'chain.yaml')]);
    await kubectl(['wait', ...this.#in, 'statefulset', '--all', '--for=jsonpath={.status.readyReplicas}=1', WAIT]);
  }

  /** @param {import('./topology.mjs').ToolOrganization} member */
  chaincodeAddress(member) {
    return `${serverName(member)}.${this.#namespace}.svc:${CHAINCODE_PORT}`;
  }

  /** @param {readonly import('./tool-chain.mjs').ChaincodeServer[]} servers */
  async startChaincode(servers) {
    const { cluster, yaml } = this.#options;
    const items = servers.flatMap(({ member, packageId }) =>
      chaincodeServer({
        namespace: this.#namespace,
        claim: yaml.claim,
        name: serverName(member),
        image: yaml.goImage,
        program: relative(cluster.volume.folder, join(this.#folder, 'chaincode')),
        packageId,
      }),
    );
    await this.#apply('chaincode.yaml', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  }

  async chaincodeReady() {
    await this.#options.cluster.kubectl(['rollout', 'status', ...this.#in, 'deployment', WAIT]);
  }

  async stop() {
    const { cluster, chainId } = this.#options;
    await this.#commands?.stop();
    const chain = ['-l', `heddle.dev/chain=${chainId}`, '--ignore-not-found'];
    await cluster.kubectl(['delete', 'namespace', ...chain]);
    await cluster.kubectl(['delete', 'persistentvolume', ...chain]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #in() {
    return ['--namespace', this.#namespace];
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  async #apply(name, text) {
    const file = join(this.#folder, name);
    writeFileSync(file, text);
    await this.#options.cluster.kubectl(['apply', '--server-side', '-f', file]);
  }
}

/** @param {import('./topology.mjs').ToolOrganization} member */
function serverName({ mspId }) {
  return `cc-${mspId.toLowerCase()}`;
}
