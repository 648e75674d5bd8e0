import type { CommandGroup, CommandLineGuide, NodeAccess } from '@heddle/contracts';
import { certificateFileName, keyFileName, publicFile, type FileTree } from '@heddle/fabric';
import type { PlannedOrganization } from '@heddle/topology';
import { profileFiles } from './application-kit';
import { forwards, shell } from './application-readme';
import { firstOf, orderersOf, peersOf, type ChainAccess, type ReachedNode } from './chain-access';
import { ordererCommands, peerCommands, type ChannelUse, type Endorser } from './commands';
import { nodeTlsCa, organizationFiles, tlsCaPath, userFiles, userFolder, type UserKeys } from './crypto-folders';
import { listed, type Kit } from './kit';
import { exported, inArchive } from './shell';

/** A channel with its organizations and committed chaincodes. */
export interface ChannelNames {
  readonly name: string;
  readonly organizations: readonly string[];
  readonly chaincodes: readonly string[];
}

export interface CommandLineOptions {
  readonly access: ChainAccess;
  readonly organization: PlannedOrganization;
  /** The administrator with its client certificate for the orderers' admin listeners. */
  readonly admin: Required<UserKeys>;
  /** Channels that concern the organization. */
  readonly channels: readonly ChannelNames[];
}

/** The keys of core.yaml without which `peer` does not start; everything else is in the environment. */
const CORE_YAML = `peer:
  BCCSP:
    Default: SW
    SW:
      Hash: SHA2
      Security: 256
`;

/** Everything that Fabric's command-line programs need to administer an organization. */
export function commandLineKit(options: CommandLineOptions): Kit<CommandLineGuide> {
  const { access, organization, admin } = options;
  const { nodes, environment, commands } = organization.kind === 'peer' ? forPeers(options) : forOrderers(options);
  const base = {
    folder: `${access.chain.name}-${organization.name}-cli`,
    kind: organization.kind,
    mspId: organization.mspId,
    nodes: [...nodes],
    environment: exported(environment),
    commands,
  };
  const files: FileTree = {
    'README.md': publicFile(readme(base, access.chain.name)),
    'fabric.env': publicFile(base.environment),
    ...(organization.kind === 'peer' ? peerFiles(options) : {}),
    ...organizationFiles(access, organization),
    ...userFiles(access, organization, admin),
  };
  return { guide: { ...base, files: listed(files) }, files };
}

interface Usage {
  readonly nodes: readonly NodeAccess[];
  readonly environment: Readonly<Record<string, string>>;
  readonly commands: CommandGroup[];
}

function peerFiles(options: CommandLineOptions): FileTree {
  const { access, organization } = options;
  const others = [orderingOf(access), ...partnersOf(options)];
  return {
    'config/core.yaml': publicFile(CORE_YAML),
    ...profileFiles(access, organization),
    ...Object.fromEntries(others.flatMap((other) => Object.entries(organizationFiles(access, other)))),
  };
}

/** The other organizations on the channels: their peers also receive a transaction. */
function partnersOf({ access, organization, channels }: CommandLineOptions): PlannedOrganization[] {
  const names = new Set(channels.flatMap(({ organizations }) => organizations));
  return access.organizations.filter(
    ({ kind, name }) => kind === 'peer' && name !== organization.name && names.has(name),
  );
}

function forPeers(options: CommandLineOptions): Usage {
  const { access, organization, channels } = options;
  const [peers, orderers] = [peersOf(access, organization), orderersOf(access)];
  const endorsing = partnersOf(options).map((partner) => firstOf(peersOf(access, partner), access));
  return {
    nodes: [...peers, ...endorsing, ...orderers].map((node) => node.access('grpc')),
    environment: {
      FABRIC_CFG_PATH: inArchive('config'),
      ...toPeer(options, firstOf(peers, access)),
      ...toOrderer(access, firstOf(orderers, access)),
    },
    commands: peerCommands(channels.map((channel) => usedBy(channel, access))),
  };
}

/** The first peer of each organization on the channel endorses, which satisfies every policy over them. */
function usedBy({ name, chaincodes, organizations }: ChannelNames, access: ChainAccess): ChannelUse {
  const members = access.organizations.filter((organization) => organizations.includes(organization.name));
  const endorsers = members.map((member): Endorser => {
    const peer = firstOf(peersOf(access, member), access);
    return { address: peer.access('grpc').address, tlsCa: inArchive(nodeTlsCa(member, peer)) };
  });
  return { name, chaincodes, endorsers };
}

/**
 * The variables that `peer` reads, and the same identity for `discover`. An override of the TLS name would also apply
 * to peers of other organizations, so there is none; certificates contain the addresses.
 */
function toPeer({ organization, admin }: CommandLineOptions, peer: ReachedNode): Record<string, string> {
  const { address } = peer.access('grpc');
  const { certificate } = admin.identity;
  const msp = inArchive(`${userFolder(organization, certificate)}/msp`);
  return {
    CORE_PEER_TLS_ENABLED: 'true',
    CORE_PEER_LOCALMSPID: organization.mspId,
    CORE_PEER_MSPCONFIGPATH: msp,
    CORE_PEER_TLS_ROOTCERT_FILE: inArchive(nodeTlsCa(organization, peer)),
    CORE_PEER_ADDRESS: address,
    ADMIN_CERT: `${msp}/signcerts/${certificateFileName(certificate)}`,
    ADMIN_KEY: `${msp}/keystore/${keyFileName(certificate)}`,
  };
}

function toOrderer(access: ChainAccess, orderer: ReachedNode): Record<string, string> {
  const { address, tlsName } = orderer.access('grpc');
  const orderingTlsCa = inArchive(tlsCaPath(access, orderingOf(access)));
  return { ORDERER_ADDRESS: address, ORDERER_TLS_NAME: tlsName, ORDERER_CA: orderingTlsCa };
}

function forOrderers({ access, organization, admin, channels }: CommandLineOptions): Usage {
  const nodes = orderersOf(access).map((node) => node.access('admin'));
  const tls = inArchive(`${userFolder(organization, admin.identity.certificate)}/tls`);
  return {
    nodes,
    environment: {
      OSN_TLS_CA_ROOT_CERT: inArchive(tlsCaPath(access, organization)),
      ADMIN_TLS_SIGN_CERT: `${tls}/client.crt`,
      ADMIN_TLS_PRIVATE_KEY: `${tls}/client.key`,
    },
    commands: ordererCommands(nodes, channels),
  };
}

function orderingOf({ organizations }: ChainAccess): PlannedOrganization {
  const found = organizations.find(({ kind }) => kind === 'orderer');
  if (found === undefined) throw new Error('The chain has no ordering organization.');
  return found;
}

function readme({ mspId, nodes, commands }: Omit<CommandLineGuide, 'files'>, chain: string): string {
  const parts = [
    `# Chain ${chain} by the command line`,
    `This folder contains the administrator of ${mspId} with its private key: protect it like a password.`,
    ...forwards(nodes),
    `Read the settings in this folder, then run the commands that you need:\n\n${shell('. ./fabric.env')}`,
    ...commands.map(({ text }) => shell(text)),
  ];
  return `${parts.join('\n\n')}\n`;
}
