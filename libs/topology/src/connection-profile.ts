import { dump } from 'js-yaml';
import { serverNameOf } from './certificates';
import type { PlannedNode } from './nodes';
import type { PlannedOrganization } from './organizations';

export interface ProfileNode extends PlannedNode {
  /** `host:port` of the gRPC listener. */
  readonly address: string;
  /** The name in its TLS certificate to verify; default: the one that matches the host of the address. */
  readonly tlsName?: string;
  /** PEM of the TLS CA that signed the node's server certificate. */
  readonly tlsCaCertificate: string;
}

export interface ConnectionProfileInput {
  readonly chainName: string;
  /** The organization whose applications use the profile. */
  readonly organization: PlannedOrganization;
  readonly organizations: readonly PlannedOrganization[];
  readonly nodes: readonly ProfileNode[];
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

function endpoint({ address, hostName, tlsCaCertificate, tlsName }: ProfileNode): ProfileEndpoint {
  const serverName = tlsName ?? serverNameOf(hostName, address.slice(0, address.lastIndexOf(':')));
  return {
    url: `grpcs://${address}`,
    tlsCACerts: { pem: tlsCaCertificate },
    grpcOptions: { 'ssl-target-name-override': serverName, hostnameOverride: serverName },
  };
}

/** How an application of one organization finds the peers and orderers of the chain. */
export function connectionProfile({
  chainName,
  organization,
  organizations,
  nodes,
}: ConnectionProfileInput): ConnectionProfile {
  const endpoints = (kind: PlannedNode['kind']) =>
    Object.fromEntries(nodes.filter((node) => node.kind === kind).map((node) => [node.hostName, endpoint(node)]));
  const peersOf = ({ name }: PlannedOrganization) =>
    nodes.filter((node) => node.kind === 'peer' && node.organization === name).map(({ hostName }) => hostName);
  return {
    name: `${chainName}-${organization.name}`,
    version: '1.0.0',
    client: { organization: organization.name },
    organizations: Object.fromEntries(
      organizations
        .filter(({ kind }) => kind === 'peer')
        .map((member) => [member.name, { mspid: member.mspId, peers: peersOf(member) }]),
    ),
    orderers: endpoints('orderer'),
    peers: endpoints('peer'),
  };
}

/** The same profile as YAML for the SDKs. */
export function connectionProfileYaml(profile: ConnectionProfile): string {
  return dump(profile, { lineWidth: -1 });
}
