/** A certificate and the private key that belongs to it. */
export interface KeyPair {
  /** X.509 in PEM. */
  readonly certificate: string;
  /** PKCS #8 in PEM. Secret. */
  readonly privateKey: string;
}

/** The validity of a certificate. Certificates count in seconds: fractions are cut off. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}
