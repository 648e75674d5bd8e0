import type { ChainId, ChaincodeId, ChannelId, DefinitionId } from '@heddle/contracts';
import { inventoryOf, type ChannelEntity, type Sealer, type Store, type StoredNode } from '@heddle/data';
import { createSigner, type Signer } from '@heddle/fabric';
import { APPLICATION_USER, portOf, serverNameOf } from '@heddle/topology';
import { findChannel } from '../channels/find-channel';
import { assertStarted } from '../chains/chain-rules';

/** A peer's gateway and its TLS trust. */
export interface PeerTarget {
  readonly name: string;
  readonly address: string;
  readonly hostName: string;
  readonly tlsRootCertificate: string;
}

/** One organization from the view of a client application: its application identity and its peers. */
export interface OrganizationAccess {
  readonly name: string;
  readonly mspId: string;
  readonly signer: Signer;
  readonly certificate: string;
  readonly tlsRootCertificate: string;
}

export interface ChaincodeAccess {
  readonly name: string;
  readonly committed: boolean;
  /** Its servers are stopped. */
  readonly stopped: boolean;
  readonly definitionId: DefinitionId | null;
}

/** Everything that a call on a channel needs, read once for many calls. */
export interface ChannelAccess {
  readonly chainId: ChainId;
  readonly channelId: ChannelId;
  readonly name: string;
  /** Name of the cluster that the chain runs on; null for chains on this machine. */
  readonly cluster: string | null;
  readonly organizations: readonly OrganizationAccess[];
  /** Sorted: running peers first, then by organization name. */
  readonly peers: ReadonlyMap<string, readonly PeerTarget[]>;
  readonly chaincodes: ReadonlyMap<ChaincodeId, ChaincodeAccess>;
}

/** Application identities of a chain's organizations. Signers hold the opened keys in memory only. */
export async function loadOrganizations(store: Store, chainId: ChainId, sealer: Sealer): Promise<OrganizationAccess[]> {
  const organizations = await store.organizations.ofChain(chainId);
  const identities = await store.identities.openChain(chainId, sealer);
  return organizations.flatMap(({ name, mspId }) => {
    const own = identities.filter(({ organization }) => organization === name);
    const client = own.find((identity) => identity.kind === 'client' && identity.name === APPLICATION_USER);
    const tlsCa = own.find(({ kind }) => kind === 'tlsca');
    if (client === undefined || tlsCa === undefined) return [];
    const { certificate, privateKey } = client;
    const signer = createSigner({ mspId, certificate, privateKey });
    return [{ name, mspId, signer, certificate, tlsRootCertificate: tlsCa.certificate }];
  });
}

/** @throws RowNotFoundError, ApiError `invalid_state` for a chain that does not run */
export async function loadChannel(
  store: Store,
  key: { readonly chainId: ChainId; readonly channelId: ChannelId },
  all: readonly OrganizationAccess[],
): Promise<ChannelAccess> {
  const chain = await store.chains.get(key.chainId);
  const channel = await findChannel(store, key);
  assertStarted(chain);
  const { nodes } = await inventoryOf(store, key.chainId);
  const belongs = await store.channelNodes.ofChannel(key.channelId);
  const organizations = membersOf(channel, all);
  const peers = organizations.map(({ name, tlsRootCertificate }): [string, PeerTarget[]] => {
    const own = nodes.filter(
      (node) => node.kind === 'peer' && node.organization === name && belongs[node.name] === 'joined',
    );
    return [name, own.sort(byUsefulness).map((node) => target(node, tlsRootCertificate))];
  });
  const chaincodes = await store.chaincodes.ofChannel(key.channelId);
  return {
    ...key,
    name: channel.name,
    cluster: chain.cluster,
    organizations,
    peers: new Map(peers),
    chaincodes: new Map(
      chaincodes.map(({ id, name, state, committedDefinitionId }) => [
        id,
        {
          name,
          committed: committedDefinitionId !== null,
          stopped: state === 'stopped',
          definitionId: committedDefinitionId,
        },
      ]),
    ),
  };
}

function membersOf(channel: ChannelEntity, all: readonly OrganizationAccess[]): OrganizationAccess[] {
  return channel.organizations.flatMap((name) => all.find((organization) => organization.name === name) ?? []);
}

/** The same peer as long as it runs, so that clients read their own writes. */
function byUsefulness(a: StoredNode, b: StoredNode): number {
  const rank = ({ row }: StoredNode): number => (row.state === 'running' ? 0 : 1);
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1);
}

function target({ name, hostName, row }: StoredNode, tlsRootCertificate: string): PeerTarget {
  const address = `${row.host}:${String(portOf(row, 'grpc'))}`;
  return { name, address, hostName: serverNameOf(hostName, row.host), tlsRootCertificate };
}
