import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/run.mjs';
import { genesisBlock, materialCommands, writeToolInputs } from './materials.mjs';
import { writeNodeConfig } from './nodes.mjs';

/** @typedef {import('./topology.mjs').ToolNode} ToolNode */
/** @typedef {import('./topology.mjs').ToolOrganization} ToolOrganization */

/**
 * @typedef {object} Ground where nodes and chaincode servers run
 * @property {import('./topology.mjs').ToolNetwork} network
 * @property {import('./fabric-commands.mjs').Commands} commands the tools, run where they reach the nodes
 * @property {() => Promise<void>} startNodes
 * @property {(member: ToolOrganization) => string} chaincodeAddress address at which peers reach its chaincode server
 * @property {(servers: readonly ChaincodeServer[]) => Promise<void>} startChaincode
 * @property {() => Promise<void>} chaincodeReady
 * @property {() => Promise<void>} stop
 *
 * @typedef {{ member: ToolOrganization, folder: string, packageId: string }} ChaincodeServer folder: its folder
 *
 * @typedef {object} Style how the commands are run
 * @property {import('./materials.mjs').OrderingSettings} ordering
 * @property {boolean} together whether independent commands run in parallel
 */

const CHANNEL = 'trade';
const CHAINCODE = 'asset-transfer-go';

/** The benchmark chain, created with Fabric's command-line tools. */
export class ToolChain {
  #tools;
  #style;
  #ground;
  #network;
  #config;
  /** @type {Map<string, string>} package id by MSP id */
  #packages = new Map();

  /**
   * @param {import('./fabric-commands.mjs').FabricCommands} tools
   * @param {{ ground: Ground, style: Style }} options
   */
  constructor(tools, { ground, style }) {
    this.#tools = tools;
    this.#style = style;
    this.#ground = ground;
    this.#network = ground.network;
    this.#config = join(this.#network.folder, 'config');
    writeToolInputs(this.#network, style.ordering);
    writeNodeConfig(this.#config, tools.config);
  }

  /** Who reads the transaction, and from which peers. */
  get readers() {
    const { members } = this.#network;
    return members.flatMap(({ mspId, folder, domain, nodes }) =>
      nodes.map(({ host, port }) => {
        const msp = join(folder, 'users', `User1@${domain}`, 'msp');
        return {
          address: `${host}:${port}`,
          tlsRootCertificate: join(folder, 'tlsca', `tlsca.${domain}-cert.pem`),
          mspId,
          certificate: join(msp, 'signcerts', `User1@${domain}-cert.pem`),
          privateKey: join(msp, 'keystore', 'priv_sk'),
        };
      }),
    );
  }

  /** Runs cryptogen, starts the nodes and runs configtxgen. */
  async createNodes() {
    await this.makeIdentities();
    await this.#ground.startNodes();
    await this.makeBlock();
  }

  async makeIdentities() {
    await this.#make('cryptogen');
  }

  async makeBlock() {
    await this.#make('configtxgen');
  }

  /** Runs osnadmin for every orderer, then peer channel join for every peer. */
  async createChannel() {
    const { ordering, members, folder } = this.#network;
    const tls = join(folder, 'ordererOrganizations', 'example.com', 'users', 'Admin@example.com', 'tls');
    const { commands } = this.#ground;
    await this.#each(ordering.nodes, ({ host, adminPort }) =>
      commands.until(
        'osnadmin',
        [
          ...['channel', 'join', '--channelID', CHANNEL, '--config-block', genesisBlock(folder)],
          ...['-o', `${host}:${adminPort}`, '--ca-file', this.#ordererCa],
          ...['--client-cert', join(tls, 'client.crt'), '--client-key', join(tls, 'client.key')],
        ],
        { worked: ({ output }) => output.includes('Status: 201') },
      ),
    );
    await this.#each(this.#peers(members), ({ node, member }) =>
      commands.until('peer', ['channel', 'join', '-b', genesisBlock(folder)], { env: this.#admin(member, node) }),
    );
  }

  /** Packages, installs on every peer, starts a server per organization, approves per organization, commits. */
  async deployChaincode() {
    const { members } = this.#network;
    const { commands } = this.#ground;
    await this.#each(members, (member) => this.#package(member));
    await this.#each(this.#peers(members), ({ node, member }) =>
      commands.run('peer', ['lifecycle', 'chaincode', 'install', this.#packageFile(member)], this.#admin(member, node)),
    );
    await this.#ground.startChaincode(
      members.map((member) => ({ member, folder: this.#folderOf(member), packageId: this.#packageId(member) })),
    );
    // Refused until the orderers have elected a leader.
    await this.#each(members, (member) => {
      const approve = ['lifecycle', 'chaincode', 'approveformyorg', ...this.#definition()];
      const id = ['--package-id', this.#packageId(member)];
      return commands.until('peer', [...approve, ...id], { env: this.#admin(member) });
    });
    await this.#ground.chaincodeReady();
    const commit = ['lifecycle', 'chaincode', 'commit', ...this.#definition(), ...this.#endorsers()];
    await commands.run('peer', commit, this.#admin(members[0]));
  }

  /** @param {readonly string[]} args function and arguments */
  async invoke(args) {
    const call = JSON.stringify({ Args: args });
    const target = ['-C', CHANNEL, '-n', CHAINCODE, '-c', call, '--waitForEvent'];
    const command = ['chaincode', 'invoke', ...this.#orderer(), ...target, ...this.#endorsers()];
    await this.#ground.commands.run('peer', command, this.#admin(this.#network.members[0]));
  }

  /** @returns {{ channel: string, chaincode: string }} */
  get place() {
    return { channel: CHANNEL, chaincode: CHAINCODE };
  }

  stop() {
    return this.#ground.stop();
  }

  /** @param {'cryptogen' | 'configtxgen'} program */
  async #make(program) {
    for (const { program: name, args, env } of materialCommands(this.#network, CHANNEL))
      if (name === program) await this.#tools.run(name, args, env);
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

  /** @param {readonly ToolOrganization[]} members */
  #peers(members) {
    return members.flatMap((member) => member.nodes.map((node) => ({ member, node })));
  }

  /** @param {ToolOrganization} member */
  async #package(member) {
    const folder = this.#folderOf(member);
    mkdirSync(folder, { recursive: true });
    const address = this.#ground.chaincodeAddress(member);
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
  #folderOf({ mspId }) {
    return join(this.#network.folder, 'package', mspId);
  }

  /** @param {ToolOrganization} member */
  #packageId({ mspId }) {
    return this.#packages.get(mspId) ?? '';
  }

  /** @param {ToolOrganization} member */
  #packageFile({ mspId }) {
    return join(this.#network.folder, `${mspId}.tar.gz`);
  }

  get #ordererCa() {
    return join(this.#network.ordering.folder, 'tlsca', 'tlsca.example.com-cert.pem');
  }

  #orderer() {
    return ['-o', addressOf(this.#network.ordering.nodes[0]), '--tls', '--cafile', this.#ordererCa];
  }

  #definition() {
    const definition = ['--channelID', CHANNEL, '--name', CHAINCODE, '--version', '1.0', '--sequence', '1'];
    return [...this.#orderer(), ...definition];
  }

  #endorsers() {
    return this.#network.members.flatMap(({ nodes, folder, domain }) => {
      const root = join(folder, 'tlsca', `tlsca.${domain}-cert.pem`);
      return ['--peerAddresses', addressOf(nodes[0]), '--tlsRootCertFiles', root];
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
      CORE_PEER_ADDRESS: addressOf(node),
    };
  }
}

/** @param {ToolNode | undefined} node */
function addressOf(node) {
  if (!node) throw new Error('no such node');
  return `${node.host}:${node.port}`;
}
