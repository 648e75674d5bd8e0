import { createPrivateKey } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { createAuthorities, VALIDITY } from '../testing/organization';
import { issueIdentity } from './issue-certificates';
import type { KeyPair } from './key-pair';
import { pkcs12 } from './pkcs12';
import { pkcs12MacKey } from './pkcs12-kdf';

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

  it('refuses what is not a certificate', async () => {
    const broken = { certificate: 'none', privateKey: identity.privateKey };
    const options = { identity: broken, caCertificate: ca.certificate, friendlyName: 'x', password: 'correct horse' };
    await expect(pkcs12(options)).rejects.toMatchObject({ code: 'invalid_certificate' });
  });
});

it('derives a key of 32 bytes that depends on password, salt and rounds', () => {
  const options = { password: 'p', salt: Buffer.from('0102030405060708', 'hex'), iterations: 2 };
  const key = pkcs12MacKey(options);
  expect(key).toHaveLength(32);
  expect(pkcs12MacKey(options)).toEqual(key);
  for (const other of [{ password: 'q' }, { salt: Buffer.alloc(8) }, { iterations: 3 }]) {
    expect(pkcs12MacKey({ ...options, ...other })).not.toEqual(key);
  }
});
