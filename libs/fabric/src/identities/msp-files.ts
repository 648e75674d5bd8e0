import { type Certificate, displayName, keyIdentifier, parseCertificate } from './certificate';
import { type FileTree, publicFile, secretFile } from './file-tree';
import type { NodeRole } from './issue-certificates';
import type { KeyPair } from './key-pair';

export interface OrganizationMspOptions {
  /** Certificate of the CA that signs identities, PEM. */
  readonly caCertificate: string;
  /** Certificate of the CA that signs TLS certificates, PEM. */
  readonly tlsCaCertificate: string;
}

export interface MspOptions extends OrganizationMspOptions {
  /** The owner of the MSP folder. */
  readonly identity: KeyPair;
}

/** In the order of the struct `NodeOUs` in `msp/configbuilder.go`. */
const ROLES: readonly (readonly [identifier: string, role: NodeRole])[] = [
  ['ClientOUIdentifier', 'client'],
  ['PeerOUIdentifier', 'peer'],
  ['AdminOUIdentifier', 'admin'],
  ['OrdererOUIdentifier', 'orderer'],
];

/**
 * An organization's verifying MSP, which goes into channel configuration: `cacerts`, `tlscacerts` and `config.yaml`.
 * Admins are identified by their NodeOU, so there is no `admincerts`.
 * @throws InvalidCertificateError
 */
export function organizationMspFiles({ caCertificate, tlsCaCertificate }: OrganizationMspOptions): FileTree {
  const caFile = `cacerts/${certificateFileName(caCertificate)}`;
  return {
    [caFile]: publicFile(caCertificate),
    [`tlscacerts/${certificateFileName(tlsCaCertificate)}`]: publicFile(tlsCaCertificate),
    'config.yaml': publicFile(nodeOusYaml(caFile)),
  };
}

/**
 * The local MSP of a node or a user, as `msp/configbuilder.go` loads it: the organization's MSP plus
 * `signcerts/<common name>-cert.pem` and `keystore/<subject key identifier>_sk`.
 * @throws InvalidCertificateError
 */
export function mspFiles({ identity, ...organization }: MspOptions): FileTree {
  const certificate = parseCertificate(identity.certificate);
  return {
    ...organizationMspFiles(organization),
    [`signcerts/${fileNameOf(certificate)}`]: publicFile(identity.certificate),
    [`keystore/${keyFileNameOf(certificate)}`]: secretFile(identity.privateKey),
  };
}

/**
 * The file name that bccsp expects for the private key of a certificate: `<subject key identifier>_sk`.
 * @throws InvalidCertificateError
 */
export function keyFileName(certificate: string): string {
  return keyFileNameOf(parseCertificate(certificate));
}

/**
 * cryptogen's file name of a certificate: `<common name>-cert.pem`.
 * @throws InvalidCertificateError
 */
export function certificateFileName(certificate: string): string {
  return fileNameOf(parseCertificate(certificate));
}

function keyFileNameOf({ publicKey }: Certificate): string {
  return `${keyIdentifier(publicKey).toString('hex')}_sk`;
}

function fileNameOf(certificate: Certificate): string {
  return `${displayName(certificate).replace(/[^\p{L}\p{N}._@-]/gu, '_')}-cert.pem`;
}

function nodeOusYaml(caFile: string): string {
  const identifiers = ROLES.map(
    ([identifier, role]) => `  ${identifier}:\n    Certificate: ${caFile}\n    OrganizationalUnitIdentifier: ${role}\n`,
  );
  return `NodeOUs:\n  Enable: true\n${identifiers.join('')}`;
}
