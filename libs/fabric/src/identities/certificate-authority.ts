import type { KeyObject } from 'node:crypto';
import { displayName, extensionValue, keyIdentifier, parseCertificate } from './certificate';
import { DerCursor, readElements } from './der-reader';
import { Tag } from './der-writer';
import { assertName, DEFAULT_PLACE, encodeName, type Place } from './distinguished-name';
import { basicConstraints, Extension, extendedKeyUsage, keyUsage, subjectKeyIdentifierExtension } from './extensions';
import { NotACertificateAuthorityError } from './identity-errors';
import type { KeyPair, Validity } from './key-pair';
import { generateKey, loadPrivateKey, publicKeyOf } from './keys';
import { assertValidity, signCertificate } from './sign-certificate';

export interface CertificateAuthorityOptions {
  /** By Fabric's convention, `ca.<domain>` signs identities and `tlsca.<domain>` signs TLS certificates. */
  readonly commonName: string;
  /** The organization's domain or name, the O of the subject. */
  readonly organization: string;
  readonly validity: Validity;
  /** Country, province and locality of the CA and of everything that it issues; default: those of cryptogen. */
  readonly place?: Place;
}

/**
 * Creates a self-signed root CA on P-256 with the same fields as cryptogen (`internal/cryptogen/ca/ca.go`).
 * @throws InvalidSubjectError | InvalidValidityError
 */
export async function createCertificateAuthority(options: CertificateAuthorityOptions): Promise<KeyPair> {
  const { commonName, organization, validity, place = DEFAULT_PLACE } = options;
  const name = { ...place, organization, commonName };
  assertName(name);
  assertValidity(commonName, validity);
  const { publicKey, privateKey } = await generateKey();
  const subject = encodeName(name);
  const extensions = [
    keyUsage(['digitalSignature', 'keyEncipherment', 'keyCertSign', 'cRLSign']),
    extendedKeyUsage(['clientAuth', 'serverAuth']),
    basicConstraints('certificateAuthority'),
    subjectKeyIdentifierExtension(keyIdentifier(publicKey)),
  ];
  const content = { subject, issuer: subject, validity, publicKey, extensions };
  return { certificate: await signCertificate(loadPrivateKey(privateKey), content), privateKey };
}

/** A CA that is ready to sign. */
export interface Issuer {
  readonly name: string;
  readonly subject: Buffer;
  readonly place: Place;
  readonly validity: Validity;
  readonly subjectKeyIdentifier: Buffer;
  readonly publicKey: Buffer;
  readonly signingKey: KeyObject;
}

/** A CA signs many certificates: it is parsed once for as long as the caller holds it. */
const issuers = new WeakMap<KeyPair, Issuer>();

/**
 * The issuer of a CA's key pair.
 * @throws InvalidCertificateError | NotACertificateAuthorityError
 */
export function issuerOf(ca: KeyPair): Issuer {
  const known = issuers.get(ca);
  if (known !== undefined) return known;
  const issuer = readIssuer(ca);
  issuers.set(ca, issuer);
  return issuer;
}

function readIssuer(ca: KeyPair): Issuer {
  const certificate = parseCertificate(ca.certificate);
  const name = displayName(certificate);
  const signingKey = loadPrivateKey(ca.privateKey);
  if (!publicKeyOf(signingKey).equals(certificate.publicKey)) {
    throw new NotACertificateAuthorityError(name, 'the private key belongs to another certificate');
  }
  if (!mayIssue(extensionValue(certificate, Extension.basicConstraints))) {
    throw new NotACertificateAuthorityError(name, 'its certificate is not that of a CA');
  }
  const identifier = extensionValue(certificate, Extension.subjectKeyIdentifier);
  if (identifier === undefined) {
    throw new NotACertificateAuthorityError(name, 'its certificate has no subject key identifier');
  }
  const { country, province, locality } = certificate.subjectName;
  return {
    name,
    subject: certificate.subject,
    place: {
      ...(country !== undefined && { country }),
      ...(province !== undefined && { province }),
      ...(locality !== undefined && { locality }),
    },
    validity: certificate,
    subjectKeyIdentifier: new DerCursor(identifier).next(Tag.octetString).content,
    publicKey: certificate.publicKey,
    signingKey,
  };
}

function mayIssue(constraints: Buffer | undefined): boolean {
  if (constraints === undefined) return false;
  const [first] = readElements(new DerCursor(constraints).next(Tag.sequence).content);
  return first?.tag === Tag.boolean && first.content[0] === 0xff;
}
