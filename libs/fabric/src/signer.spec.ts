import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { createSigner } from './signer';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const HALF_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n / 2n;
const message = Buffer.from('a message');

/** The second integer of a DER signature. */
function sOf(signature: Uint8Array): bigint {
  const rLength = signature[3] ?? 0;
  return BigInt(`0x${Buffer.from(signature.subarray(6 + rLength)).toString('hex')}`);
}

describe('createSigner', () => {
  test.each([
    ['PKCS #8 text', pem],
    ['SEC 1 bytes', Buffer.from(privateKey.export({ type: 'sec1', format: 'pem' }))],
    ['a key object', privateKey],
  ])('signs messages with %s so that the certificate’s key verifies them', async (_name, key) => {
    const signer = createSigner({ mspId: 'Org1MSP', certificate: 'a certificate', privateKey: key });
    expect(
      verify(
        'sha256',
        message,
        createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
        await signer.sign(message),
      ),
    ).toBe(true);
    expect(verify('sha256', Buffer.from('another'), publicKey, await signer.sign(message))).toBe(false);
  });

  test('never gives the high S that Fabric refuses', async () => {
    const signer = createSigner({ mspId: 'Org1MSP', certificate: '', privateKey: pem });
    for (let index = 0; index < 200; index += 1) {
      expect(sOf(await signer.sign(Buffer.from([index]))) <= HALF_ORDER).toBe(true);
    }
  });

  test('signs with P-384 keys too, and refuses other curves', async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const signer = createSigner({ mspId: 'Org1MSP', certificate: '', privateKey: pair.privateKey });
    for (let index = 0; index < 20; index += 1) {
      expect(verify('sha256', message, pair.publicKey, await signer.sign(message))).toBe(true);
    }
    const other = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey;
    expect(() => createSigner({ mspId: 'Org1MSP', certificate: '', privateKey: other })).toThrow('secp256k1');
  });

  test('carries the MSP id and the certificate’s bytes', () => {
    const { mspId, credentials } = createSigner({ mspId: 'Org1MSP', certificate: 'PEM', privateKey: pem });
    expect([mspId, Buffer.from(credentials).toString()]).toEqual(['Org1MSP', 'PEM']);
  });

  test('refuses what is not a private key', () => {
    expect(() => createSigner({ mspId: 'Org1MSP', certificate: '', privateKey: 'no key' })).toThrow();
  });
});
