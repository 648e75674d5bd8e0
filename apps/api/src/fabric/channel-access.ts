import type { ChainId, ChaincodeId, ChannelId, DefinitionId } from '@heddle/contracts';
import type { ChannelEntity, NodeEntity, Sealer, Store } from '@heddle/data';
import { createSigner, type Signer } from '@heddle/fabric';
import { APPLICATION_USER, planNodes, portOf, serverNameOf } from '@heddle/topology';
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
  const { spec } = await store.chains.get(chainId);
  const mspIds = new Map(planNodes(spec).map(({ organization, mspId }) => [organization, mspId]));
  const identities = await store.identities.ofChain(chainId);
  const clients = identities.filter(({ kind, name }) => kind === 'client' && name === APPLICATION_USER);
  const loaded = await Promise.all(
    clients.map(async ({ organization, kind, name }) => {
      const client = await store.identities.find({ chainId, organization, kind, name }, sealer);
      const tlsCa = identities.find((other) => other.kind === 'tlsca' && other.organization === organization);
      const mspId = mspIds.get(organization);
      if (client === null || tlsCa === undefined || mspId === undefined) return [];
      const { certificate, privateKey } = client;
      const signer = createSigner({ mspId, certificate, privateKey });
      return [{ name: organization, mspId, signer, certificate, tlsRootCertificate: tlsCa.certificate }];
    }),
  );
  return loaded.flat();
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
  const hostNames = new Map(planNodes(chain.spec).map(({ name, hostName }) => [name, hostName]));
  const nodes = await store.nodes.ofChain(key.chainId);
  const organizations = membersOf(channel, all);
  const peers = organizations.map(({ name, tlsRootCertificate }): [string, PeerTarget[]] => {
    const own = nodes.filter(({ kind, organization }) => kind === 'peer' && organization === name);
    return [name, own.sort(byUsefulness).map((node) => target(node, { hostNames, tlsRootCertificate }))];
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
function byUsefulness(a: NodeEntity, b: NodeEntity): number {
  const rank = ({ state }: NodeEntity): number => (state === 'running' ? 0 : 1);
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1);
}

function target(
  node: NodeEntity,
  { hostNames, tlsRootCertificate }: { hostNames: ReadonlyMap<string, string>; tlsRootCertificate: string },
): PeerTarget {
  const { name, host } = node;
  const address = `${host}:${String(portOf(node, 'grpc'))}`;
  return { name, address, hostName: serverNameOf(hostNames.get(name) ?? host, host), tlsRootCertificate };
}
