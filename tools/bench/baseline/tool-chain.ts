import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/run.mjs';
import type { Commands, FabricCommands } from './fabric-commands.ts';
import { genesisBlock, materialCommands, writeToolInputs, type OrderingSettings } from './materials.ts';
import { writeNodeConfig } from './nodes.ts';
import type { ToolNetwork, ToolNode, ToolOrganization } from './topology.ts';

/** Where nodes and chaincode servers run. */
export interface Ground {
  readonly network: ToolNetwork;
  /** The tools, run where they reach the nodes. */
  readonly commands: Commands;
  readonly startNodes: () => Promise<void>;
  /** Address at which peers reach its chaincode server. */
  readonly chaincodeAddress: (member: ToolOrganization) => string;
  readonly startChaincode: (servers: readonly ChaincodeServer[]) => Promise<void>;
  readonly chaincodeReady: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface ChaincodeServer {
  readonly member: ToolOrganization;
  /** Folder of its program and log. */
  readonly folder: string;
  readonly packageId: string;
}

/** How the commands are run. */
export interface Style {
  readonly ordering: OrderingSettings;
  /** Whether independent commands run in parallel. */
  readonly together: boolean;
}

const CHANNEL = 'trade';
const CHAINCODE = 'asset-transfer-go';

/** A peer, and the identity that queries it. Certificates and key are paths. */
export interface ToolReader {
  readonly address: string;
  readonly tlsRootCertificate: string;
  readonly mspId: string;
  readonly certificate: string;
  readonly privateKey: string;
}

/** The benchmark chain, created with Fabric's command-line tools. */
export class ToolChain {
  readonly #tools: FabricCommands;
  readonly #style: Style;
  readonly #ground: Ground;
  readonly #network: ToolNetwork;
  /** The FABRIC_CFG_PATH. */
  readonly #config: string;
  /** Package ids by MSP id. */
  readonly #packages = new Map<string, string>();

  constructor(tools: FabricCommands, { ground, style }: { ground: Ground; style: Style }) {
    this.#tools = tools;
    this.#style = style;
    this.#ground = ground;
    this.#network = ground.network;
    this.#config = join(this.#network.folder, 'config');
    writeToolInputs(this.#network, style.ordering);
    writeNodeConfig(this.#config, tools.config);
  }

  /** The peers that the transaction is read from, each with the identity that reads it. */
  get readers(): ToolReader[] {
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
  async createNodes(): Promise<void> {
    await this.makeIdentities();
    await this.#ground.startNodes();
    await this.makeBlock();
  }

  async makeIdentities(): Promise<void> {
    await this.#make('cryptogen');
  }

  async makeBlock(): Promise<void> {
    await this.#make('configtxgen');
  }

  /** Runs osnadmin for every orderer, then peer channel join for every peer. */
  async createChannel(): Promise<void> {
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
  async deployChaincode(): Promise<void> {
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

  /** @param args function and arguments */
  async invoke(args: readonly string[]): Promise<void> {
    const call = JSON.stringify({ Args: args });
    const target = ['-C', CHANNEL, '-n', CHAINCODE, '-c', call, '--waitForEvent'];
    const command = ['chaincode', 'invoke', ...this.#orderer(), ...target, ...this.#endorsers()];
    await this.#ground.commands.run('peer', command, this.#admin(this.#network.members[0]));
  }

  get place(): { channel: string; chaincode: string } {
    return { channel: CHANNEL, chaincode: CHAINCODE };
  }

  stop(): Promise<void> {
    return this.#ground.stop();
  }

  async #make(program: 'cryptogen' | 'configtxgen'): Promise<void> {
    for (const { program: name, args, env } of materialCommands(this.#network, CHANNEL))
      if (name === program) await this.#tools.run(name, args, env);
  }

  async #each<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
    if (this.#style.together) await Promise.all(items.map(work));
    else for (const item of items) await work(item);
  }

  #peers(members: readonly ToolOrganization[]) {
    return members.flatMap((member) => member.nodes.map((node) => ({ member, node })));
  }

  async #package(member: ToolOrganization): Promise<void> {
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

  #folderOf({ mspId }: ToolOrganization): string {
    return join(this.#network.folder, 'package', mspId);
  }

  #packageId({ mspId }: ToolOrganization): string {
    return this.#packages.get(mspId) ?? '';
  }

  #packageFile({ mspId }: ToolOrganization): string {
    return join(this.#network.folder, `${mspId}.tar.gz`);
  }

  get #ordererCa(): string {
    return join(this.#network.ordering.folder, 'tlsca', 'tlsca.example.com-cert.pem');
  }

  #orderer(): string[] {
    return ['-o', addressOf(this.#network.ordering.nodes[0]), '--tls', '--cafile', this.#ordererCa];
  }

  #definition(): string[] {
    const definition = ['--channelID', CHANNEL, '--name', CHAINCODE, '--version', '1.0', '--sequence', '1'];
    return [...this.#orderer(), ...definition];
  }

  #endorsers(): string[] {
    return this.#network.members.flatMap(({ nodes, folder, domain }) => {
      const root = join(folder, 'tlsca', `tlsca.${domain}-cert.pem`);
      return ['--peerAddresses', addressOf(nodes[0]), '--tlsRootCertFiles', root];
    });
  }

  #admin(member: ToolOrganization | undefined, node = member?.nodes[0]): NodeJS.ProcessEnv {
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

function addressOf(node: ToolNode | undefined): string {
  if (!node) throw new Error('no such node');
  return `${node.host}:${node.port}`;
}
