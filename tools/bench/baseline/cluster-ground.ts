import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from '../../lib/run.mjs';
import type { Cluster } from '../lib/cluster.ts';
import type * as chainYaml from '../programs/chain-yaml.ts';
import type { ClusterPlace } from '../programs/cluster-chain.ts';
import { CHAINCODE_PORT, chaincodeServer, toolsPod } from './cluster-manifests.ts';
import { PodCommands } from './pod-commands.ts';
import type { ChaincodeServer, Ground } from './tool-chain.ts';
import { toolNetwork, type ToolNetwork, type ToolOrganization } from './topology.ts';

const WAIT = '--timeout=300s';

interface ClusterGroundOptions {
  readonly cluster: Cluster;
  /** The program chain-yaml, bundled. */
  readonly yaml: typeof chainYaml;
  readonly place: ClusterPlace;
  readonly chainId: string;
  /** The built chaincode. */
  readonly program: string;
  readonly signal: AbortSignal;
}

/**
 * Pods of a cluster. The objects are those that Heddle renders for the same chain, applied with kubectl; the tools run
 * in a pod beside them. process-ground.ts is the counterpart on this machine.
 */
export class ClusterGround implements Ground {
  readonly network: ToolNetwork;
  readonly #options: ClusterGroundOptions;
  readonly #namespace: string;
  readonly #folder: string;
  #commands: PodCommands | undefined;

  constructor(options: ClusterGroundOptions) {
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

  get commands(): PodCommands {
    if (!this.#commands) throw new Error('the tools pod does not exist yet');
    return this.#commands;
  }

  /**
   * Called once identities exist. Writes the YAML and creates what a user of the tools has before starting: the
   * namespace with the shared volume, and a pod with the tools. None of this is measured.
   */
  async prepare(): Promise<void> {
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
  async share(): Promise<void> {
    await run('chmod', ['-R', 'a+rX', this.#folder]);
  }

  /** Runs `kubectl apply` and waits until every pod is ready. */
  async startNodes(): Promise<void> {
    const { kubectl } = this.#options.cluster;
    await kubectl(['apply', '--server-side', '-f', join(this.#folder, 'chain.yaml')]);
    await kubectl(['wait', ...this.#in, 'statefulset', '--all', '--for=jsonpath={.status.readyReplicas}=1', WAIT]);
  }

  chaincodeAddress(member: ToolOrganization): string {
    return `${serverName(member)}.${this.#namespace}.svc:${CHAINCODE_PORT}`;
  }

  async startChaincode(servers: readonly ChaincodeServer[]): Promise<void> {
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

  async chaincodeReady(): Promise<void> {
    await this.#options.cluster.kubectl(['rollout', 'status', ...this.#in, 'deployment', WAIT]);
  }

  async stop(): Promise<void> {
    const { cluster, chainId } = this.#options;
    await this.#commands?.stop();
    const chain = ['-l', `heddle.dev/chain=${chainId}`, '--ignore-not-found'];
    await cluster.kubectl(['delete', 'namespace', ...chain]);
    await cluster.kubectl(['delete', 'persistentvolume', ...chain]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #in(): string[] {
    return ['--namespace', this.#namespace];
  }

  async #apply(name: string, text: string): Promise<void> {
    const file = join(this.#folder, name);
    writeFileSync(file, text);
    await this.#options.cluster.kubectl(['apply', '--server-side', '-f', file]);
  }
}

function serverName({ mspId }: ToolOrganization): string {
  return `cc-${mspId.toLowerCase()}`;
}
