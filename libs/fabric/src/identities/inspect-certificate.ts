import { keyIdentifier, parseCertificate } from './certificate';

/**
 * The key identifier that Fabric's bccsp knows the certificate's key by: SHA-256 over the public key
 * (`bccsp/sw/ecdsakey.go`), 64 hexadecimal digits.
 * @param certificate - PEM.
 * @throws InvalidCertificateError
 */
export function subjectKeyIdentifier(certificate: string): string {
  return keyIdentifier(parseCertificate(certificate).publicKey).toString('hex');
}

/**
 * The last second at which the certificate holds.
 * @param certificate - PEM.
 * @throws InvalidCertificateError
 */
export function certificateExpiry(certificate: string): Date {
  return parseCertificate(certificate).notAfter;
}
