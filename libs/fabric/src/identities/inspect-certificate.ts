import { z } from 'zod';
import { displayName, extensionValue, keyIdentifier, parseCertificate } from './certificate';
import { Extension } from './extensions';
import { InvalidCertificateError } from './identity-errors';

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
 * The last second at which the certificate is valid.
 * @param certificate - PEM.
 * @throws InvalidCertificateError
 */
export function certificateExpiry(certificate: string): Date {
  return parseCertificate(certificate).x509.validToDate;
}

/** The fields of an identity's certificate that describe its owner. */
export interface CertificateDescription {
  readonly commonName: string;
  /** The OU that gives the NodeOU role; undefined when there is none. */
  readonly organizationalUnit: string | undefined;
  /** Hexadecimal digits in pairs, as `openssl x509 -serial` prints them. */
  readonly serialNumber: string;
  /** Common name of the CA. */
  readonly issuedBy: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Attributes for access control in chaincode; empty when the certificate has none. */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * @param certificate - PEM.
 * @throws InvalidCertificateError
 */
export function describeCertificate(certificate: string): CertificateDescription {
  const parsed = parseCertificate(certificate);
  const { subjectName, issuerName, x509 } = parsed;
  return {
    commonName: displayName(parsed),
    organizationalUnit: subjectName.organizationalUnit,
    serialNumber: x509.serialNumber,
    issuedBy: issuerName.commonName ?? '',
    notBefore: x509.validFromDate,
    notAfter: x509.validToDate,
    attributes: attributesOf(extensionValue(parsed, Extension.attributes)),
  };
}

const AttributeDocument = z.object({ attrs: z.record(z.string(), z.string()).default({}) });

function attributesOf(value: Buffer | undefined): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  try {
    return AttributeDocument.parse(JSON.parse(value.toString('utf8'))).attrs;
  } catch (cause) {
    throw new InvalidCertificateError('its attributes are not the JSON that Fabric CA writes', cause);
  }
}
