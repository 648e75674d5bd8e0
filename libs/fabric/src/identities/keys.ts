import { createPrivateKey, type KeyObject, webcrypto } from 'node:crypto';
import { bitString, sequence, unsignedInteger } from './der-writer';
import { InvalidCertificateError } from './identity-errors';
import { toPem } from './pem';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** The order of P-256 (SEC 2, 2.4.2). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

export interface NewKey {
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  /** PKCS #8 in PEM. */
  readonly privateKey: string;
}

/** A new P-256 key, generated on the thread pool, so that many concurrent calls use every core. */
export async function generateKey(): Promise<NewKey> {
  const pair = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const [publicKey, privateKey] = await Promise.all([
    webcrypto.subtle.exportKey('spki', pair.publicKey),
    webcrypto.subtle.exportKey('pkcs8', pair.privateKey),
  ]);
  return { publicKey: Buffer.from(publicKey), privateKey: toPem('PRIVATE KEY', Buffer.from(privateKey)) };
}

/**
 * Loads a private key on P-256.
 * @throws InvalidCertificateError
 */
export function loadPrivateKey(pem: string): KeyObject {
  const key = parsePrivateKey(pem);
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new InvalidCertificateError('the private key is not on the curve P-256');
  }
  return key;
}

/**
 * Signs with ECDSA over SHA-256.
 * @returns BIT STRING of the signature with low S: Fabric rewrites certificates whose signature has a high S
 * (`msp/cert.go`), after which their bytes differ from those that the owner sends.
 */
export async function sign(key: KeyObject, message: Uint8Array): Promise<Buffer> {
  const signingKey = key.toCryptoKey(ALGORITHM, false, ['sign']);
  const signature = Buffer.from(
    await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signingKey, Buffer.from(message)),
  );
  const s = signature.subarray(32);
  return bitString(sequence(unsignedInteger(signature.subarray(0, 32)), unsignedInteger(toLowS(s))));
}

function toLowS(s: Buffer): Buffer {
  const value = BigInt(`0x${s.toString('hex')}`);
  if (value <= ORDER / 2n) return s;
  return Buffer.from((ORDER - value).toString(16).padStart(64, '0'), 'hex');
}

function parsePrivateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new InvalidCertificateError('the private key is not PEM', cause);
  }
}
