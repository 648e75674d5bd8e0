import {
  certificateFileName,
  describeCertificate,
  inFolder,
  mspFiles,
  organizationMspFiles,
  publicFile,
  tlsFiles,
} from '@heddle/fabric';
import type { FileTree, KeyPair } from '@heddle/fabric';
import type { PlannedNode, PlannedOrganization } from '@heddle/topology';
import type { ChainAccess } from './chain-access';
import { fileName } from './download';
import { certificateOf } from '../identities/authority';

/** Folder of an organization, as in cryptogen and Fabric's samples. */
export function organizationFolder({ kind, domain }: PlannedOrganization): string {
  return `organizations/${kind === 'peer' ? 'peerOrganizations' : 'ordererOrganizations'}/${domain}`;
}

/** Folder of a user below the organization's. */
export function userFolder(organization: PlannedOrganization, certificate: string): string {
  return `${organizationFolder(organization)}/users/${fileName(describeCertificate(certificate).commonName)}`;
}

export const nodeTlsCa = (organization: PlannedOrganization, { kind, hostName }: PlannedNode): string =>
  `${organizationFolder(organization)}/${kind}s/${hostName}/tls/ca.crt`;

/** The public folders of an organization: its MSP, its TLS CA, and a copy of that CA beside each of its nodes. */
export function organizationFiles(access: ChainAccess, organization: PlannedOrganization): FileTree {
  const { caCertificate, tlsCaCertificate } = authoritiesOf(access, organization);
  const folder = organizationFolder(organization);
  const nodes = access.nodes.filter((node) => node.organization === organization.name);
  return {
    ...inFolder(`${folder}/msp`, organizationMspFiles({ caCertificate, tlsCaCertificate })),
    [`${folder}/tlsca/${certificateFileName(tlsCaCertificate)}`]: publicFile(tlsCaCertificate),
    ...Object.fromEntries(nodes.map((node) => [nodeTlsCa(organization, node), publicFile(tlsCaCertificate)])),
  };
}

/** Path of the organization's TLS CA. */
export function tlsCaPath(access: ChainAccess, organization: PlannedOrganization): string {
  const { tlsCaCertificate } = authoritiesOf(access, organization);
  return `${organizationFolder(organization)}/tlsca/${certificateFileName(tlsCaCertificate)}`;
}

export interface UserKeys {
  readonly identity: KeyPair;
  /** The client certificate that the user presents to listeners. */
  readonly tls?: KeyPair | undefined;
}

/** MSP folder of a user, and the TLS folder if the user has a client certificate. */
export function userFiles(
  access: ChainAccess,
  organization: PlannedOrganization,
  { identity, tls }: UserKeys,
): FileTree {
  const authorities = authoritiesOf(access, organization);
  const folder = userFolder(organization, identity.certificate);
  return {
    ...inFolder(`${folder}/msp`, mspFiles({ identity, ...authorities })),
    ...(tls === undefined
      ? {}
      : inFolder(`${folder}/tls`, tlsFiles({ identity: tls, ...authorities, owner: 'client' }))),
  };
}

function authoritiesOf({ identities }: ChainAccess, { name }: PlannedOrganization) {
  return {
    caCertificate: certificateOf(identities, 'ca', name),
    tlsCaCertificate: certificateOf(identities, 'tlsca', name),
  };
}
