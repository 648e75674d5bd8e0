import { displayName, hasExtension, parseCertificate } from './certificate';
import { issuerOf } from './certificate-authority';
import { authorityKeyIdentifier, Extension } from './extensions';
import { IssuerMismatchError } from './identity-errors';
import type { KeyPair, Validity } from './key-pair';
import { assertValidity, signCertificate } from './sign-certificate';

export interface RenewalOptions {
  /** The expiring certificate, PEM. */
  readonly certificate: string;
  readonly validity: Validity;
}

/**
 * Issues a certificate for the same key, subject, hosts and usages with a new validity and serial number. The private
 * key is unchanged, and so are Fabric's key identifiers. A CA's own certificate is renewed by passing it itself.
 * @returns the new certificate in PEM.
 * @throws IssuerMismatchError | InvalidValidityError | InvalidCertificateError | NotACertificateAuthorityError
 */
export async function renewCertificate(ca: KeyPair, { certificate, validity }: RenewalOptions): Promise<string> {
  const issuer = issuerOf(ca);
  const old = parseCertificate(certificate);
  const name = displayName(old);
  if (!old.issuer.equals(issuer.subject)) throw new IssuerMismatchError(name, issuer.name);
  const selfSigned = old.publicKey.equals(issuer.publicKey);
  assertValidity(name, validity, selfSigned ? undefined : issuer.validity);
  const extensions = old.extensions.map((extension) =>
    hasExtension(extension, Extension.authorityKeyIdentifier)
      ? authorityKeyIdentifier(issuer.subjectKeyIdentifier)
      : extension,
  );
  const { subject, publicKey } = old;
  return signCertificate(issuer.signingKey, { subject, issuer: issuer.subject, validity, publicKey, extensions });
}
