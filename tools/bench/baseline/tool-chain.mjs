import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/run.mjs';
import { genesisBlock, materialCommands, writeToolInputs } from './materials.mjs';
import { NodeProcesses, nodeEnvironment, writeNodeConfig } from './nodes.mjs';
import { NODE_PORTS, toolNetwork } from './topology.mjs';

/** @typedef {import('./topology.mjs').ToolNode} ToolNode */
/** @typedef {import('./topology.mjs').ToolOrganization} ToolOrganization */

/**
 * @typedef {object} Style how the commands are given
 * @property {import('./materials.mjs').OrderingSettings} ordering
 * @property {boolean} together commands that do not need each other at the same time, instead of one after the other
 */

const CHANNEL = 'trade';
const CHAINCODE = 'asset-transfer-go';

/** The chain of the figures, made by Fabric's command-line tools. */
export class ToolChain {
  #tools;
  #style;
  #processes = new NodeProcesses();
  #network;
  #config;
  #chaincodePorts;
  #program;
  /** @type {Map<string, string>} package id by MSP id */
  #packages = new Map();

  /**
   * @param {import('./fabric-commands.mjs').FabricCommands} tools
   * @param {{ folder: string, ports: readonly number[], program: string, style: Style }} options ports: TOOL_CHAIN_PORTS of them; program: the built chaincode
   */
  constructor(tools, { folder, ports, program, style }) {
    this.#tools = tools;
    this.#style = style;
    this.#network = toolNetwork(folder, ports);
    this.#chaincodePorts = ports.slice(NODE_PORTS);
    this.#program = program;
    this.#config = join(folder, 'config');
    writeToolInputs(this.#network, style.ordering);
    writeNodeConfig(this.#config, tools.config);
  }

  /** Who reads the transaction, and from which peers. */
  get readers() {
    const { members } = this.#network;
    return members.flatMap(({ mspId, folder, domain, nodes }) =>
      nodes.map(({ port }) => {
        const msp = join(folder, 'users', `User1@${domain}`, 'msp');
        return {
          address: `127.0.0.1:${port}`,
          tlsRootCertificate: join(folder, 'tlsca', `tlsca.${domain}-cert.pem`),
          mspId,
          certificate: join(msp, 'signcerts', `User1@${domain}-cert.pem`),
          privateKey: join(msp, 'keystore', 'priv_sk'),
        };
      }),
    );
  }

  /** cryptogen, the nodes' processes, configtxgen. */
  async createNodes() {
    const [identities, block] = materialCommands(this.#network, CHANNEL);
    if (!identities || !block) throw new Error('no commands');
    await this.#tools.run(identities.program, identities.args, identities.env);
    const { ordering, members } = this.#network;
    for (const { nodes } of [ordering, ...members]) for (const node of nodes) this.#startNode(node, nodes[0] ?? node);
    await this.#tools.run(block.program, block.args, block.env);
  }

  /** osnadmin for every orderer, then peer channel join for every peer. */
  async createChannel() {
    const { ordering, members, folder } = this.#network;
    const tls = join(folder, 'ordererOrganizations', 'example.com', 'users', 'Admin@example.com', 'tls');
    await this.#each(ordering.nodes, ({ adminPort }) =>
      this.#tools.until(
        'osnadmin',
        [
          ...['channel', 'join', '--channelID', CHANNEL, '--config-block', genesisBlock(folder)],
          ...['-o', `127.0.0.1:${adminPort}`, '--ca-file', this.#ordererCa],
          ...['--client-cert', join(tls, 'client.crt'), '--client-key', join(tls, 'client.key')],
        ],
        { worked: ({ output }) => output.includes('Status: 201') },
      ),
    );
    await this.#each(this.#peers(members), ({ node, member }) =>
      this.#tools.until('peer', ['channel', 'join', '-b', genesisBlock(folder)], { env: this.#admin(member, node) }),
    );
  }

  /** Packages, installs on every peer, starts a server per organization, approves per organization, commits. */
  async deployChaincode() {
    const { members } = this.#network;
    await this.#each(members, (member) => this.#package(member));
    await this.#each(this.#peers(members), ({ node, member }) =>
      this.#tools.run(
        'peer',
        ['lifecycle', 'chaincode', 'install', this.#packageFile(member)],
        this.#admin(member, node),
      ),
    );
    for (const member of members) this.#startChaincode(member);
    // Refused while the orderers have not elected a leader.
    await this.#each(members, (member) => {
      const approve = ['lifecycle', 'chaincode', 'approveformyorg', ...this.#definition()];
      const id = ['--package-id', this.#packages.get(member.mspId) ?? ''];
      return this.#tools.until('peer', [...approve, ...id], { env: this.#admin(member) });
    });
    const commit = ['lifecycle', 'chaincode', 'commit', ...this.#definition(), ...this.#endorsers()];
    await this.#tools.run('peer', commit, this.#admin(members[0]));
  }

  /** @param {readonly string[]} args function and arguments */
  async invoke(args) {
    const call = JSON.stringify({ Args: args });
    const target = ['-C', CHANNEL, '-n', CHAINCODE, '-c', call, '--waitForEvent'];
    const command = ['chaincode', 'invoke', ...this.#orderer(), ...target, ...this.#endorsers()];
    await this.#tools.run('peer', command, this.#admin(this.#network.members[0]));
  }

  /** @returns {{ channel: string, chaincode: string }} */
  get place() {
    return { channel: CHANNEL, chaincode: CHAINCODE };
  }

  stop() {
    return this.#processes.stop();
  }

  /**
   * @template Item
   * @param {readonly Item[]} items
   * @param {(item: Item) => Promise<unknown>} work
   */
  async #each(items, work) {
    if (this.#style.together) await Promise.all(items.map(work));
    else for (const item of items) await work(item);
  }

  /**
   * @param {ToolNode} node
   * @param {ToolNode} bootstrap
   */
  #startNode(node, bootstrap) {
    const state = join(this.#network.folder, 'state', node.name);
    mkdirSync(state, { recursive: true });
    const env = { PATH: process.env['PATH'], ...nodeEnvironment(node, { config: this.#config, state, bootstrap }) };
    const args = node.kind === 'peer' ? ['node', 'start'] : [];
    this.#processes.start(this.#tools.path(node.kind), args, { env, log: join(state, 'node.log') });
  }

  /** @param {readonly ToolOrganization[]} members */
  #peers(members) {
    return members.flatMap((member) => member.nodes.map((node) => ({ member, node })));
  }

  /** @param {ToolOrganization} member */
  async #package(member) {
    const folder = join(this.#network.folder, 'package', member.mspId);
    mkdirSync(folder, { recursive: true });
    const address = `127.0.0.1:${this.#chaincodePort(member)}`;
    writeFileSync(
      join(folder, 'connection.json'),
      JSON.stringify({ address, dial_timeout: '10s', tls_required: false }),
    );
    writeFileSync(join(folder, 'metadata.json'), JSON.stringify({ type: 'ccaas', label: `${CHAINCODE}_1.0` }));
    await run('tar', ['-C', folder, '-czf', join(folder, 'code.tar.gz'), 'connection.json']);
    await run('tar', ['-C', folder, '-czf', this.#packageFile(member), 'metadata.json', 'code.tar.gz']);
    const id = ['lifecycle', 'chaincode', 'calculatepackageid', this.#packageFile(member)];
    this.#packages.set(member.mspId, (await this.#tools.run('peer', id, this.#admin(member))).trim());
  }

  /** @param {ToolOrganization} member */
  #startChaincode(member) {
    const folder = join(this.#network.folder, 'package', member.mspId);
    const program = join(folder, 'chaincode');
    copyFileSync(this.#program, program);
    const env = {
      CHAINCODE_ID: this.#packages.get(member.mspId),
      CHAINCODE_SERVER_ADDRESS: `127.0.0.1:${this.#chaincodePort(member)}`,
      CHAINCODE_TLS_DISABLED: 'true',
    };
    this.#processes.start(program, [], { env, log: join(folder, 'chaincode.log') });
  }

  /** @param {ToolOrganization} member */
  #packageFile({ mspId }) {
    return join(this.#network.folder, `${mspId}.tar.gz`);
  }

  /** @param {ToolOrganization} member */
  #chaincodePort(member) {
    return this.#chaincodePorts[this.#network.members.indexOf(member)];
  }

  get #ordererCa() {
    return join(this.#network.ordering.folder, 'tlsca', 'tlsca.example.com-cert.pem');
  }

  #orderer() {
    return ['-o', `127.0.0.1:${this.#network.ordering.nodes[0]?.port}`, '--tls', '--cafile', this.#ordererCa];
  }

  #definition() {
    const definition = ['--channelID', CHANNEL, '--name', CHAINCODE, '--version', '1.0', '--sequence', '1'];
    return [...this.#orderer(), ...definition];
  }

  #endorsers() {
    return this.#network.members.flatMap(({ nodes, folder, domain }) => {
      const root = join(folder, 'tlsca', `tlsca.${domain}-cert.pem`);
      return ['--peerAddresses', `127.0.0.1:${nodes[0]?.port}`, '--tlsRootCertFiles', root];
    });
  }

  /**
   * @param {ToolOrganization | undefined} member
   * @param {ToolNode} [node]
   * @returns {NodeJS.ProcessEnv}
   */
  #admin(member, node = member?.nodes[0]) {
    if (!member) throw new Error('no such organization');
    return {
      FABRIC_CFG_PATH: this.#config,
      CORE_PEER_TLS_ENABLED: 'true',
      CORE_PEER_LOCALMSPID: member.mspId,
      CORE_PEER_TLS_ROOTCERT_FILE: join(member.folder, 'tlsca', `tlsca.${member.domain}-cert.pem`),
      CORE_PEER_MSPCONFIGPATH: join(member.folder, 'users', `Admin@${member.domain}`, 'msp'),
      CORE_PEER_ADDRESS: `127.0.0.1:${node?.port}`,
    };
  }
}

/** Listeners of all nodes and of one chaincode server per organization. */
export const TOOL_CHAIN_PORTS = NODE_PORTS + 2;
