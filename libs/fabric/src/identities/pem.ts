import { InvalidCertificateError } from './identity-errors';

/** PEM text of DER bytes, with the line length and the final newline of Go's encoding/pem. */
export function toPem(label: 'CERTIFICATE' | 'PRIVATE KEY', bytes: Uint8Array): string {
  const lines = Buffer.from(bytes)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

/**
 * The DER bytes of the first block with this label.
 * @throws InvalidCertificateError when there is none.
 */
export function fromPem(label: 'CERTIFICATE' | 'PRIVATE KEY', pem: string): Buffer {
  const body = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`).exec(pem)?.[1];
  if (body === undefined) throw new InvalidCertificateError(`there is no PEM block "${label}" in the text`);
  return Buffer.from(body, 'base64');
}
