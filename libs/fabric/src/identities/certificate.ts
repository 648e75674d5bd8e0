import { createHash, X509Certificate } from 'node:crypto';
import { DerCursor, type DerElement, readElements } from './der-reader';
import { oid, Tag } from './der-writer';
import { decodeName, type DistinguishedName } from './distinguished-name';
import type { Extension } from './extensions';
import { InvalidCertificateError } from './identity-errors';
import { fromPem } from './pem';

/** A certificate as OpenSSL reads it, with the parts that issuing and renewing repeat as their DER bytes. */
export interface Certificate {
  readonly x509: X509Certificate;
  readonly subject: Buffer;
  readonly subjectName: Partial<DistinguishedName>;
  readonly issuer: Buffer;
  readonly issuerName: Partial<DistinguishedName>;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  /** Each extension whole, in the order of the certificate. */
  readonly extensions: readonly Buffer[];
}

/**
 * Reads the first certificate of a PEM text (RFC 5280, 4.1).
 * @throws InvalidCertificateError
 */
export function parseCertificate(pem: string): Certificate {
  const bytes = fromPem('CERTIFICATE', pem);
  try {
    return readCertificate(bytes);
  } catch (cause) {
    throw new InvalidCertificateError('it is not an X.509 certificate', cause);
  }
}

/** The name for display and for files: the common name, or a part of the key identifier when there is none. */
export function displayName(certificate: Certificate): string {
  return certificate.subjectName.commonName ?? keyIdentifier(certificate.publicKey).toString('hex').slice(0, 16);
}

/** SHA-256 over the public key's bits, which Fabric's bccsp and cryptogen use as subject key identifier. */
export function keyIdentifier(publicKey: Buffer): Buffer {
  const [info] = readElements(publicKey);
  const bits = info && readElements(info.content)[1];
  if (bits?.tag !== Tag.bitString) throw new InvalidCertificateError('it has no public key');
  return createHash('sha256').update(bits.content.subarray(1)).digest();
}

/** The value of an extension, or undefined when the certificate does not have it. */
export function extensionValue({ extensions }: Certificate, id: Extension): Buffer | undefined {
  const extension = extensions.find((candidate) => hasExtension(candidate, id));
  return extension && parts(extension).at(-1)?.content;
}

/** Whether an extension is the one with this identifier. */
export function hasExtension(extension: Buffer, id: Extension): boolean {
  return parts(extension)[0]?.raw.equals(oid(id)) === true;
}

function parts(extension: Buffer): DerElement[] {
  return readElements(new DerCursor(extension).next(Tag.sequence).content);
}

/**
 * OpenSSL checks the structure; names and extensions it does not return as they were signed. `toLegacyObject` must not
 * be used: Node 24 ends with a segmentation fault when the certificate's key is on an unknown curve.
 */
function readCertificate(bytes: Buffer): Certificate {
  const x509 = new X509Certificate(bytes);
  if (!x509.raw.equals(bytes)) throw new RangeError('bytes follow the certificate, or it is not in DER');
  // For a time that OpenSSL cannot read, `validFromDate` is any date, and `validFrom` is no date.
  if ([x509.validFrom, x509.validTo].some((text) => Number.isNaN(Date.parse(text)))) {
    throw new RangeError('the validity is not two dates');
  }
  const tbs = new DerCursor(new DerCursor(new DerCursor(bytes).next(Tag.sequence).content).next(Tag.sequence).content);
  tbs.optional(0xa0);
  tbs.next(Tag.integer);
  tbs.next(Tag.sequence);
  const issuer = tbs.next(Tag.sequence);
  tbs.next(Tag.sequence);
  const subject = tbs.next(Tag.sequence);
  const publicKey = tbs.next(Tag.sequence).raw;
  tbs.optional(0x81);
  tbs.optional(0x82);
  return {
    x509,
    subject: subject.raw,
    subjectName: decodeName(subject.content),
    issuer: issuer.raw,
    issuerName: decodeName(issuer.content),
    publicKey,
    extensions: readExtensions(tbs),
  };
}

function readExtensions(tbs: DerCursor): Buffer[] {
  const tagged = tbs.optional(0xa3);
  if (tagged === undefined) return [];
  return readElements(new DerCursor(tagged.content).next(Tag.sequence).content).map(({ raw }) => raw);
}
