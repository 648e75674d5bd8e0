import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ChainId } from '@heddle/contracts';
import { dataLayout, loadMasterKey, type Settings } from '@heddle/config';
import { openDatabase, Sealer, type Identity, type IdentityKey, type NodeEntity, type Store } from '@heddle/data';
import {
  addApplicationOrganization,
  computeConfigUpdate,
  configFromBlock,
  configUpdateEnvelope,
  connectPeer,
  createSigner,
  mspFiles,
  signConfigUpdate,
  type ChannelConfig,
  type Signer,
} from '@heddle/fabric';
import { portOf } from '@heddle/topology';
import { createTestIdentities, fabricHome, fabricProgram, writeFileTree } from '@heddle/testing';

const exec = promisify(execFile);

type Config = ChannelConfig['config'];

/** An organization's administrator with the files that Fabric's programs need. */
interface Administrator {
  readonly signer: Signer;
  readonly mspFolder: string;
  readonly tlsFile: string;
  readonly tlsRootCertificate: string;
  readonly peer: string;
}

export interface OutsideDefinition {
  readonly channel: string;
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  /** Further flags of the `peer` CLI. */
  readonly flags?: readonly string[];
  /** Content of a collections file. */
  readonly collections?: unknown;
}

/** Changes channels with Fabric's `peer` program, outside of Heddle. */
export class OutsideClient {
  private constructor(
    private readonly folder: string,
    private readonly orderer: readonly string[],
    private readonly administrators: readonly Administrator[],
  ) {}

  static async open(settings: Settings, chainId: ChainId): Promise<OutsideClient> {
    const folder = await mkdtemp(join(tmpdir(), 'heddle-outside-'));
    const database = await openDatabase({ url: settings.databaseUrl });
    const sealer = new Sealer(
      await loadMasterKey({ secretKey: settings.secretKey, file: dataLayout(settings).masterKey }),
    );
    try {
      const reader = new Reader(database.store, sealer, chainId);
      const nodes = await database.store.nodes.ofChain(chainId);
      const orderer = nodeOf(nodes, 'orderer');
      const { certificate } = await reader.identity(orderer.organization, 'tlsca');
      const file = join(folder, 'orderer-tls.pem');
      await writeFile(file, certificate);
      const peers = nodes.filter(({ kind, name }) => kind === 'peer' && name.startsWith('peer0'));
      const administrators = await Promise.all(peers.map((peer) => reader.administrator(peer, folder)));
      const flags = ['-o', addressOf(orderer), '--tls', '--cafile', file];
      return new OutsideClient(folder, flags, administrators);
    } finally {
      await database.close();
    }
  }

  /** All organizations approve, and the first one commits. */
  async define({ collections = [], flags = [], ...agreed }: OutsideDefinition): Promise<void> {
    const { channel, name, version, sequence } = agreed;
    const file = join(this.folder, 'collections_config.json');
    await writeFile(file, JSON.stringify(collections));
    const [first] = this.administrators;
    if (first === undefined) throw new Error('The chain has no peers.');
    const definition = [
      '-C',
      channel,
      '-n',
      name,
      '-v',
      version,
      '--sequence',
      String(sequence),
      '--collections-config',
      file,
      ...flags,
    ];
    for (const administrator of this.administrators) {
      await this.#peer(administrator, ['lifecycle', 'chaincode', 'approveformyorg', ...this.orderer, ...definition]);
    }
    const peers = this.administrators.flatMap(({ peer, tlsFile }) => [
      '--peerAddresses',
      peer,
      '--tlsRootCertFiles',
      tlsFile,
    ]);
    await this.#peer(first, ['lifecycle', 'chaincode', 'commit', ...this.orderer, ...definition, ...peers]);
  }

  /** Adds an organization without nodes. */
  async addOrganization(channel: string, mspId: string): Promise<void> {
    const { mspMaterial } = await createTestIdentities(mspId, `${mspId.toLowerCase()}.test`);
    const organization = { name: mspId, mspId, msp: mspMaterial, anchorPeers: [] };
    await this.update(channel, (config) => addApplicationOrganization(config, organization));
  }

  /** Changes the configuration by an update that every administrator signed. */
  async update(channel: string, edit: (config: Config) => Config): Promise<void> {
    const [first] = this.administrators;
    if (first === undefined) throw new Error('The chain has no peers.');
    const { signer, tlsRootCertificate, peer: address } = first;
    const peer = connectPeer({ endpoint: { address, tlsRootCertificate }, signer });
    const { config } = configFromBlock(await peer.configBlock(channel));
    peer.close();
    const update = computeConfigUpdate(channel, config, edit(config));
    const signatures = await Promise.all(
      this.administrators.map((administrator) => signConfigUpdate(update, administrator.signer)),
    );
    const envelope = await configUpdateEnvelope({ update, signatures, signer });
    const file = join(this.folder, 'update.pb');
    await writeFile(file, envelope.serializeBinary());
    await this.#peer(first, ['channel', 'update', '-f', file, '-c', channel, ...this.orderer]);
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async #peer({ signer, mspFolder, tlsFile, peer }: Administrator, args: readonly string[]): Promise<void> {
    const env = {
      ...process.env,
      FABRIC_CFG_PATH: join(fabricHome(), 'config'),
      CORE_PEER_LOCALMSPID: signer.mspId,
      CORE_PEER_MSPCONFIGPATH: mspFolder,
      CORE_PEER_ADDRESS: peer,
      CORE_PEER_TLS_ENABLED: 'true',
      CORE_PEER_TLS_ROOTCERT_FILE: tlsFile,
    };
    await exec(fabricProgram('peer'), [...args], { env, cwd: this.folder });
  }
}

/** Reads a chain's secrets like Heddle's own processes. */
class Reader {
  constructor(
    private readonly store: Store,
    private readonly sealer: Sealer,
    private readonly chainId: ChainId,
  ) {}

  async identity(organization: string | null, kind: IdentityKey['kind']): Promise<Identity> {
    const rows = await this.store.identities.ofChain(this.chainId);
    const row = rows.find((identity) => identity.organization === organization && identity.kind === kind);
    const identity = row && (await this.store.identities.find(row, this.sealer));
    if (!identity) throw new Error(`${organization ?? 'The chain'} has no ${kind}.`);
    return identity;
  }

  async administrator(node: NodeEntity, folder: string): Promise<Administrator> {
    const { organization, mspId } = node;
    const [identity, ca, tlsCa] = await Promise.all([
      this.identity(organization, 'admin'),
      this.identity(organization, 'ca'),
      this.identity(organization, 'tlsca'),
    ]);
    const mspFolder = join(folder, node.name, 'msp');
    const tlsFile = join(folder, `${node.name}-tls.pem`);
    await writeFileTree(
      mspFolder,
      mspFiles({ identity, caCertificate: ca.certificate, tlsCaCertificate: tlsCa.certificate }),
    );
    await writeFile(tlsFile, tlsCa.certificate);
    const signer = createSigner({ mspId, ...identity });
    return { signer, mspFolder, tlsFile, tlsRootCertificate: tlsCa.certificate, peer: addressOf(node) };
  }
}

const addressOf = (node: NodeEntity): string => `${node.host}:${String(portOf(node, 'grpc'))}`;

function nodeOf(nodes: readonly NodeEntity[], kind: NodeEntity['kind']): NodeEntity {
  const node = nodes.find((other) => other.kind === kind);
  if (node === undefined) throw new Error(`The chain has no ${kind}.`);
  return node;
}
