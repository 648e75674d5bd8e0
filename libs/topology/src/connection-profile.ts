import { dump } from 'js-yaml';
import { serverNameOf } from './certificates';
import { nodesOf } from './inventory';
import type { PlannedNode, PlannedOrganization } from './nodes';

/** How applications reach a node. */
export interface ProfileAccess {
  /** `host:port` of the gRPC listener. */
  readonly address: string;
  /** The name in its TLS certificate to verify; default: the one that matches the host of the address. */
  readonly tlsName?: string;
}

export interface ConnectionProfileInput<Node extends PlannedNode> {
  readonly chain: string;
  readonly organizations: readonly PlannedOrganization[];
  readonly nodes: readonly Node[];
  /** The organization whose applications use the profile. */
  readonly organization: PlannedOrganization;
  readonly accessTo: (node: Node) => ProfileAccess;
  /** PEM of the TLS CA that signs the server certificates of an organization's nodes, by its name. */
  readonly tlsCaOf: (organization: string) => string;
}

interface ProfileEndpoint {
  readonly url: string;
  readonly tlsCACerts: { readonly pem: string };
  readonly grpcOptions: { readonly 'ssl-target-name-override': string; readonly hostnameOverride: string };
}

/** Fabric's common connection profile, version 1.0.0, as the SDKs read it. */
export interface ConnectionProfile {
  readonly name: string;
  readonly version: '1.0.0';
  readonly client: { readonly organization: string };
  readonly organizations: Readonly<Record<string, { readonly mspid: string; readonly peers: readonly string[] }>>;
  readonly orderers: Readonly<Record<string, ProfileEndpoint>>;
  readonly peers: Readonly<Record<string, ProfileEndpoint>>;
}

/** How an application of one organization finds the peers and orderers of the chain. */
export function connectionProfile<Node extends PlannedNode>({
  chain,
  organizations,
  nodes,
  organization,
  accessTo,
  tlsCaOf,
}: ConnectionProfileInput<Node>): ConnectionProfile {
  const endpoint = (node: Node): ProfileEndpoint => {
    const { address, tlsName } = accessTo(node);
    const serverName = tlsName ?? serverNameOf(node.hostName, address.slice(0, address.lastIndexOf(':')));
    return {
      url: `grpcs://${address}`,
      tlsCACerts: { pem: tlsCaOf(node.organization) },
      grpcOptions: { 'ssl-target-name-override': serverName, hostnameOverride: serverName },
    };
  };
  const endpoints = (kind: PlannedNode['kind']) =>
    Object.fromEntries(nodes.filter((node) => node.kind === kind).map((node) => [node.hostName, endpoint(node)]));
  return {
    name: `${chain}-${organization.name}`,
    version: '1.0.0',
    client: { organization: organization.name },
    organizations: Object.fromEntries(
      organizations
        .filter(({ kind }) => kind === 'peer')
        .map((member) => [
          member.name,
          { mspid: member.mspId, peers: nodesOf(nodes, member).map(({ hostName }) => hostName) },
        ]),
    ),
    orderers: endpoints('orderer'),
    peers: endpoints('peer'),
  };
}

/** The same profile as YAML for the SDKs. */
export function connectionProfileYaml(profile: ConnectionProfile): string {
  return dump(profile, { lineWidth: -1 });
}
