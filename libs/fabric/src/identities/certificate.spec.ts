import { X509Certificate } from 'node:crypto';
import { createAuthorities, VALIDITY } from '../testing/organization';
import { parseCertificate } from './certificate';
import { DerCursor } from './der-reader';
import { implicit, octetString, oid, sequence } from './der-writer';
import { Extension } from './extensions';
import { InvalidCertificateError, InvalidValidityError, NotACertificateAuthorityError } from './identity-errors';
import { describeCertificate } from './inspect-certificate';
import { issueIdentity } from './issue-certificates';
import type { KeyPair } from './key-pair';
import { loadPrivateKey } from './keys';
import { toPem } from './pem';
import { signCertificate } from './sign-certificate';

let ca: KeyPair;
let raw: Buffer;

beforeAll(async () => {
  ({ ca } = await createAuthorities('org1.example.com'));
  raw = new X509Certificate(ca.certificate).raw;
});

const issueUnder = async (certificate: string): Promise<unknown> => {
  describeCertificate(certificate);
  return issueIdentity({ ...ca, certificate }, { commonName: 'peer0', role: 'peer', validity: VALIDITY });
};

const read = (bytes: Buffer) => parseCertificate(toPem('CERTIFICATE', bytes));

describe('parseCertificate', () => {
  it('refuses a certificate that ends early, wherever it does', () => {
    for (let length = 1; length < raw.length; length += 1) {
      expect(() => read(raw.subarray(0, length))).toThrow(InvalidCertificateError);
    }
  });

  it('refuses a certificate with changed bytes, or reads it without an error of another kind', async () => {
    const known = [InvalidCertificateError, InvalidValidityError, NotACertificateAuthorityError];
    for (let offset = 0; offset < raw.length; offset += 1) {
      for (const bit of [0x01, 0x20, 0x80]) {
        const changed = Buffer.from(raw);
        changed.writeUInt8(changed.readUInt8(offset) ^ bit, offset);
        const error = await issueUnder(toPem('CERTIFICATE', changed)).catch((thrown: unknown) => thrown);
        expect(!(error instanceof Error) || known.some((kind) => error instanceof kind)).toBe(true);
      }
    }
  });

  it.each([
    ['bytes after it', () => Buffer.concat([raw, Buffer.of(0)])],
    ['another certificate after it', () => Buffer.concat([raw, raw])],
    ['an indefinite length', () => Buffer.concat([Buffer.of(0x30, 0x80), raw.subarray(4), Buffer.of(0, 0)])],
    ['a length with a leading zero', () => Buffer.concat([Buffer.of(0x30, 0x83, 0), raw.subarray(2)])],
    [
      'a month that does not exist',
      () => Buffer.from(raw.toString('latin1').replace('260101000000Z', '261301000000Z'), 'latin1'),
    ],
    ['a length beyond its end', () => Buffer.concat([Buffer.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff), raw.subarray(4)])],
  ])('refuses %s', (_, bytes) => {
    expect(() => read(bytes())).toThrow(InvalidCertificateError);
  });
});

describe('DerCursor', () => {
  it.each([
    ['an indefinite length', '30800000'],
    ['a short length in the long form', '30810101'],
    ['a length with a leading zero', `3082${'00'.padEnd(4, '8')}`],
    ['a tag of several bytes', '3f810100'],
    ['an element longer than its bytes', '300201'],
    ['half a header', '30'],
  ])('refuses %s', (_, hex) => {
    expect(() => new DerCursor(Buffer.from(hex, 'hex'))).toThrow(/ASN\.1|out of range/);
  });
});

it.each([
  ['a subject key identifier', Extension.subjectKeyIdentifier],
  ['basic constraints', Extension.basicConstraints],
])('a CA whose certificate has %s in another form cannot issue', async (_, id) => {
  const { extensions, ...content } = parseCertificate(ca.certificate);
  const wrong = sequence(oid(id), octetString(implicit(9, Buffer.from('none'))));
  const others = extensions.filter((extension) => !extension.includes(oid(id)));
  const signed = { ...content, validity: VALIDITY, extensions: [...others, wrong] };
  const certificate = await signCertificate(loadPrivateKey(ca.privateKey), signed);
  await expect(issueUnder(certificate)).rejects.toThrow(NotACertificateAuthorityError);
});
