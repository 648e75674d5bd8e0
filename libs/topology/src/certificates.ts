import { nodesOf, type Inventory } from './inventory';
import type { PlannedNode, PlannedOrganization } from './nodes';

/** A certificate to issue; `role` is the NodeOU that goes into its subject. */
export interface PlannedIdentity {
  readonly commonName: string;
  readonly role: 'admin' | 'client' | 'peer' | 'orderer';
}

export interface PlannedUser extends PlannedIdentity {
  /** Name within the organization: `admin`, `user1`. */
  readonly name: string;
  readonly role: 'admin' | 'client';
}

/** The two certificates of a node: one to sign with, one for its TLS listeners and connections. */
export interface PlannedNodeCertificates {
  readonly node: string;
  readonly signing: PlannedIdentity;
  readonly tls: { readonly commonName: string; readonly sans: readonly string[] };
}

/** Everything that is issued for one organization. A TLS client certificate is issued for every user, too. */
export interface PlannedCertificates {
  readonly organization: PlannedOrganization;
  readonly ca: { readonly commonName: string; readonly days: number };
  readonly tlsCa: { readonly commonName: string; readonly days: number };
  readonly users: readonly PlannedUser[];
  readonly nodes: readonly PlannedNodeCertificates[];
  /** Validity of the certificates of users and nodes, in days. */
  readonly nodeDays: number;
}

/** The CA whose clients may read the metrics of a chain's nodes and change their log level, and its one client. */
export interface PlannedMonitoring {
  /** Keeps both: the ordering organization. */
  readonly organization: PlannedOrganization;
  readonly ca: { readonly commonName: string; readonly days: number };
  readonly client: { readonly commonName: string; readonly days: number };
}

/** Name of the client identity that every peer organization has from the start: the API submits with it. */
export const APPLICATION_USER = 'user1';

const LOOPBACK = '127.0.0.1';
/** A name that the TLS certificate of every node has: for clients that ask all nodes for the same one. */
export const SHARED_SERVER_NAME = 'localhost';

function nodeCertificates({ name, kind, hostName }: PlannedNode, host: string): PlannedNodeCertificates {
  return {
    node: name,
    signing: { commonName: hostName, role: kind },
    tls: { commonName: hostName, sans: serverNames(hostName, host) },
  };
}

/** The names in a server's TLS certificate: its own, the one its runtime gives it, and the loopback address. */
export function serverNames(hostName: string, host: string = LOOPBACK): string[] {
  return [...new Set([hostName, SHARED_SERVER_NAME, LOOPBACK, host])];
}

function usersOf({ domain, kind }: PlannedOrganization): PlannedUser[] {
  const admin: PlannedUser = { name: 'admin', commonName: `Admin@${domain}`, role: 'admin' };
  if (kind === 'orderer') return [admin];
  return [admin, { name: APPLICATION_USER, commonName: `User1@${domain}`, role: 'client' }];
}

/**
 * Which identities each organization of a chain needs. `hostOf` gives the name under which a node is reached; without
 * it, nodes are reached on the loopback address.
 */
export function planCertificates(
  inventory: Inventory,
  hostOf: (node: string) => string = () => LOOPBACK,
): PlannedCertificates[] {
  const { caDays, nodeDays } = inventory.certificates;
  return inventory.organizations.map((organization) => ({
    organization,
    ca: { commonName: `ca.${organization.domain}`, days: caDays },
    tlsCa: { commonName: `tlsca.${organization.domain}`, days: caDays },
    users: usersOf(organization),
    nodes: nodesOf(inventory.nodes, organization).map((node) => nodeCertificates(node, hostOf(node.name))),
    nodeDays,
  }));
}

/** No other certificate of the chain passes at operations endpoints, so this CA signs nothing else. */
export function planMonitoring({ chain, organizations, certificates }: Inventory): PlannedMonitoring {
  const organization = organizations.find(({ kind }) => kind === 'orderer');
  if (organization === undefined) throw new RangeError(`${chain} has no ordering organization`);
  const { caDays, nodeDays } = certificates;
  return {
    organization,
    ca: { commonName: `monitoringca.${organization.domain}`, days: caDays },
    client: { commonName: `monitoring@${organization.domain}`, days: nodeDays },
  };
}

/**
 * The one of a node's {@link serverNames} that clients ask for: on a cluster the name of its Service, which no node of
 * another chain has, so that a proxy can route by it.
 */
export function serverNameOf(hostName: string, host: string): string {
  return host === LOOPBACK ? hostName : host;
}
