import { issuerOf } from './certificate-authority';
import { assertName, encodeName, type DistinguishedName } from './distinguished-name';
import {
  attributesExtension,
  authorityKeyIdentifier,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  subjectAlternativeName,
} from './extensions';
import type { KeyPair, Validity } from './key-pair';
import { generateKey } from './keys';
import { assertValidity, signCertificate } from './sign-certificate';

/** The NodeOU roles of an MSP; the certificate's OU names its owner's. */
export type NodeRole = 'admin' | 'client' | 'orderer' | 'peer';

export interface IdentityOptions {
  /** Nodes are named by their host (`peer0.org1.example.com`), users by their address (`Admin@org1.example.com`). */
  readonly commonName: string;
  readonly role: NodeRole;
  /** Must lie inside the CA's. */
  readonly validity: Validity;
  /** For access control in chaincode, completed by {@link enrollmentAttributes}; omitted: no such extension. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface TlsCertificateOptions {
  readonly commonName: string;
  /** DNS names and IP addresses of the node. Empty for one that only dials. */
  readonly hosts: readonly string[];
  /** Must lie inside the CA's. */
  readonly validity: Validity;
}

/**
 * Issues a new key and the certificate that makes its owner a member of the CA's organization in the given role
 * (`internal/cryptogen/msp/generator.go`, `GenerateLocalMSP`).
 * @throws InvalidSubjectError | InvalidValidityError | InvalidCertificateError | NotACertificateAuthorityError
 */
export async function issueIdentity(ca: KeyPair, options: IdentityOptions): Promise<KeyPair> {
  const { commonName, role, validity, attributes } = options;
  return issue(ca, {
    name: { organizationalUnit: role, commonName },
    validity,
    extensions: {
      usage: [keyUsage(['digitalSignature'])],
      hosts: [],
      more: attributes === undefined ? [] : [attributesExtension(attributes)],
    },
  });
}

/**
 * The attributes of an identity with those that Fabric CA adds on enrollment: `hf.EnrollmentID`, `hf.Type` and
 * `hf.Affiliation`, in the order of the names as Go writes a map.
 */
export function enrollmentAttributes(
  { commonName, role }: Pick<IdentityOptions, 'commonName' | 'role'>,
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const all = { ...own, 'hf.Affiliation': '', 'hf.EnrollmentID': commonName, 'hf.Type': role };
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Issues a new key and a certificate for both ends of TLS connections: peers and orderers dial with the one they
 * listen with.
 * @throws InvalidSubjectError | InvalidValidityError | InvalidCertificateError | NotACertificateAuthorityError
 */
export async function issueTlsCertificate(ca: KeyPair, options: TlsCertificateOptions): Promise<KeyPair> {
  const { commonName, hosts, validity } = options;
  const usage = [keyUsage(['digitalSignature', 'keyEncipherment']), extendedKeyUsage(['serverAuth', 'clientAuth'])];
  return issue(ca, { name: { commonName }, validity, extensions: { usage, hosts, more: [] } });
}

interface Request {
  readonly name: DistinguishedName;
  readonly validity: Validity;
  readonly extensions: {
    readonly usage: readonly Buffer[];
    readonly hosts: readonly string[];
    readonly more: readonly Buffer[];
  };
}

async function issue(ca: KeyPair, { name, validity, extensions }: Request): Promise<KeyPair> {
  const issuer = issuerOf(ca);
  assertName(name);
  assertValidity(name.commonName, validity, issuer.validity);
  const certificateExtensions = [
    ...extensions.usage,
    basicConstraints('endEntity'),
    authorityKeyIdentifier(issuer.subjectKeyIdentifier),
    ...(extensions.hosts.length > 0 ? [subjectAlternativeName(extensions.hosts)] : []),
    ...extensions.more,
  ];
  const { publicKey, privateKey } = await generateKey();
  const certificate = await signCertificate(issuer.signingKey, {
    subject: encodeName({ ...issuer.place, ...name }),
    issuer: issuer.subject,
    validity,
    publicKey,
    extensions: certificateExtensions,
  });
  return { certificate, privateKey };
}
