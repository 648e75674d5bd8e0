import { randomBytes, type KeyObject } from 'node:crypto';
import { explicit, oid, sequence, time, unsignedInteger } from './der-writer';
import { InvalidValidityError } from './identity-errors';
import type { Validity } from './key-pair';
import { sign } from './keys';
import { toPem } from './pem';

/** The contents of a certificate; names, key and extensions as DER. */
export interface CertificateContent {
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly validity: Validity;
  readonly publicKey: Buffer;
  readonly extensions: readonly Buffer[];
}

const VERSION_3 = explicit(0, unsignedInteger(Buffer.of(2)));
const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

/** Signs a version 3 certificate with a random serial number and returns it as PEM. */
export async function signCertificate(signingKey: KeyObject, content: CertificateContent): Promise<string> {
  const toBeSigned = sequence(
    VERSION_3,
    serialNumber(),
    ECDSA_WITH_SHA256,
    content.issuer,
    sequence(time(content.validity.notBefore), time(content.validity.notAfter)),
    content.subject,
    content.publicKey,
    explicit(3, sequence(...content.extensions)),
  );
  const signature = await sign(signingKey, toBeSigned);
  return toPem('CERTIFICATE', sequence(toBeSigned, ECDSA_WITH_SHA256, signature));
}

/**
 * Rejects a validity that is empty or extends beyond the issuer's: a chain is valid only while every certificate in it
 * is, so a child that outlives its CA would fail at a time that its own dates do not show.
 * @throws InvalidValidityError
 */
export function assertValidity(commonName: string, asked: Validity, issuer?: Validity): void {
  const { notBefore, notAfter } = toSeconds(commonName, asked);
  if (notAfter <= notBefore) {
    throw new InvalidValidityError(commonName, 'ends before it begins', 'Choose a notAfter later than notBefore.');
  }
  if (issuer === undefined) return;
  const bounds = toSeconds('the CA', issuer);
  if (notAfter > bounds.notAfter) {
    const end = issuer.notAfter.toISOString();
    throw new InvalidValidityError(
      commonName,
      `outlives its CA, which ends at ${end}`,
      `Choose a notAfter up to ${end}, or renew the CA first.`,
    );
  }
  if (notBefore < bounds.notBefore) {
    const start = issuer.notBefore.toISOString();
    throw new InvalidValidityError(
      commonName,
      `begins before its CA, which begins at ${start}`,
      `Choose a notBefore from ${start} on.`,
    );
  }
}

function toSeconds(commonName: string, { notBefore, notAfter }: Validity): { notBefore: number; notAfter: number } {
  const seconds = {
    notBefore: Math.floor(notBefore.getTime() / 1000),
    notAfter: Math.floor(notAfter.getTime() / 1000),
  };
  if (Number.isNaN(seconds.notBefore) || Number.isNaN(seconds.notAfter)) {
    throw new InvalidValidityError(commonName, 'is not a date', 'Give two valid dates.');
  }
  return seconds;
}

/** 127 random bits: positive, and as long as RFC 5280 (4.1.2.2) and cryptogen have them. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return unsignedInteger(bytes);
}
