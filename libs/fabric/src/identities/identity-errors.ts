import { FabricError } from '../fabric-error';

/** Text that should be a certificate or a PKCS #8 key in PEM is something else. */
export class InvalidCertificateError extends FabricError {
  readonly code = 'invalid_certificate';

  constructor(reason: string, cause?: unknown) {
    super(`Cannot read the certificate or key: ${reason}`, {
      remedy: 'Give an X.509 certificate, or a PKCS #8 private key on P-256, in PEM.',
      cause,
    });
  }
}

/** A certificate that should sign others is not a CA, has no subject key identifier, or does not fit its private key. */
export class NotACertificateAuthorityError extends FabricError {
  readonly code = 'not_a_certificate_authority';

  constructor(subject: string, reason: string) {
    super(`${subject} cannot issue certificates: ${reason}`, {
      remedy: 'Use the certificate and the private key of a CA that carries CA:TRUE and a subject key identifier.',
    });
  }
}

/** A name, host or country that a certificate cannot hold. */
export class InvalidSubjectError extends FabricError {
  readonly code = 'invalid_subject';

  constructor(field: string, value: string, expected: string) {
    super(`${field} ${JSON.stringify(value)} cannot be used in a certificate`, { remedy: `Use ${expected}.` });
  }
}

/** A validity that ends before it begins, or that extends beyond that of the CA. */
export class InvalidValidityError extends FabricError {
  readonly code = 'invalid_validity';

  constructor(commonName: string, reason: string, remedy: string) {
    super(`The validity asked for ${commonName} ${reason}`, { remedy });
  }
}

/** A certificate cannot be renewed by a CA that did not issue it. */
export class IssuerMismatchError extends FabricError {
  readonly code = 'issuer_mismatch';

  constructor(commonName: string, issuer: string) {
    super(`The certificate of ${commonName} was not issued by ${issuer}`, {
      remedy:
        'Renew it with the CA that issued it: signing certificates with the CA, TLS certificates with the TLS CA.',
    });
  }
}
