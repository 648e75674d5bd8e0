import type { KeyObject } from 'node:crypto';
import { type Certificate, displayName, extensionValue, keyIdentifier, parseCertificate } from './certificate';
import { DerCursor } from './der-reader';
import { Tag } from './der-writer';
import { assertName, DEFAULT_PLACE, encodeName, type Place } from './distinguished-name';
import { basicConstraints, Extension, extendedKeyUsage, keyUsage, subjectKeyIdentifierExtension } from './extensions';
import { InvalidCertificateError, NotACertificateAuthorityError } from './identity-errors';
import type { KeyPair, Validity } from './key-pair';
import { generateKey, loadPrivateKey } from './keys';
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
  if (!certificate.x509.checkPrivateKey(signingKey)) {
    throw new NotACertificateAuthorityError(name, 'the private key belongs to another certificate');
  }
  if (!certificate.x509.ca) {
    throw new NotACertificateAuthorityError(name, 'its certificate is not that of a CA');
  }
  const identifier = subjectKeyIdentifierIn(certificate);
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
    validity: { notBefore: certificate.x509.validFromDate, notAfter: certificate.x509.validToDate },
    subjectKeyIdentifier: identifier,
    publicKey: certificate.publicKey,
    signingKey,
  };
}

function subjectKeyIdentifierIn(certificate: Certificate): Buffer | undefined {
  const value = extensionValue(certificate, Extension.subjectKeyIdentifier);
  try {
    return value && new DerCursor(value).next(Tag.octetString).content;
  } catch (cause) {
    throw new InvalidCertificateError('its subject key identifier is not in DER', cause);
  }
}
