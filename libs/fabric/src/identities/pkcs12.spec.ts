import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { createAuthorities, VALIDITY } from '../testing/organization';
import { issueIdentity } from './issue-certificates';
import type { KeyPair } from './key-pair';
import { pkcs12 } from './pkcs12';

let ca: KeyPair;
let identity: KeyPair;

beforeAll(async () => {
  ({ ca } = await createAuthorities('org1.example.com'));
  identity = await issueIdentity(ca, { commonName: 'alice', role: 'client', validity: VALIDITY });
});

const written = (password: string) =>
  pkcs12({ identity, caCertificate: ca.certificate, friendlyName: 'alice', password });

describe('pkcs12', () => {
  it('writes what OpenSSL opens with the password, and with no other', async () => {
    const pfx = await written('correct horse');
    expect(() => createSecureContext({ pfx, passphrase: 'correct horse' })).not.toThrow();
    expect(() => createSecureContext({ pfx, passphrase: 'correct hors' })).toThrow(/mac verify failure/);
  });

  it('protects the private key with the password', async () => {
    const { d = '' } = createPrivateKey(identity.privateKey).export({ format: 'jwk' });
    expect((await written('correct horse')).includes(Buffer.from(d, 'base64url'))).toBe(false);
  });

  it('derives both keys in 10,000 rounds of SHA-256 and encrypts with AES-256', async () => {
    const pfx = (await written('correct horse')).toString('hex');
    expect(pfx.match(/02022710/g)).toHaveLength(2);
    expect(pfx.match(/06082a864886f70d0209/g)).toHaveLength(1);
    expect(pfx.match(/060960864801650304012a/g)).toHaveLength(1);
    expect(pfx.match(/0609608648016503040201/g)).toHaveLength(1);
  });

  it('holds the certificates as they were issued', async () => {
    const pfx = await written('correct horse');
    for (const { certificate } of [identity, ca]) expect(pfx.includes(new X509Certificate(certificate).raw)).toBe(true);
  });

  it('refuses what is not a certificate', async () => {
    const broken = { certificate: 'none', privateKey: identity.privateKey };
    const options = { identity: broken, caCertificate: ca.certificate, friendlyName: 'x', password: 'correct horse' };
    await expect(pkcs12(options)).rejects.toMatchObject({ code: 'invalid_certificate' });
  });
});
