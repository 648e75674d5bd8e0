import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { sequence, unsignedInteger } from './identities/der-writer';

/**
 * An identity that can sign: everything that Fabric requires signatures on (proposals, transactions, config updates,
 * deliver requests) is signed through this, so a key may also live in an HSM or another process.
 */
export interface Signer {
  /** The MSP of the certificate, as in `SerializedIdentity.mspid`. */
  readonly mspId: string;
  /** The certificate's PEM bytes, as in `SerializedIdentity.id_bytes`. */
  readonly credentials: Uint8Array;
  /**
   * Signs a message (not a digest).
   * @returns an ECDSA signature in DER with the low S that Fabric's bccsp requires.
   */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

export interface SignerOptions {
  readonly mspId: string;
  /** Certificate in PEM. */
  readonly certificate: string | Uint8Array;
  /** Private key in PEM (PKCS #8 or SEC 1), or a loaded key. */
  readonly privateKey: string | Uint8Array | KeyObject;
}

/** The orders of the curves that Fabric signs with (SEC 2, 2.4.2 and 2.5.1), by OpenSSL's names. */
const ORDERS: Readonly<Record<string, bigint>> = {
  prime256v1: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  secp384r1: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
};

/**
 * A {@link Signer} over a private key in memory (P-256 or P-384; digest SHA-256 as in Fabric's `msp/identities.go`).
 * OpenSSL signs: a transaction needs three signatures, and the pure JavaScript of fabric-gateway's own signer costs
 * more than ten times as much for each.
 * @throws Error when the key cannot be read, or is on another curve.
 */
export function createSigner({ mspId, certificate, privateKey }: SignerOptions): Signer {
  const key = keyObject(privateKey);
  const curve = key.asymmetricKeyDetails?.namedCurve ?? 'none';
  const order = ORDERS[curve];
  if (order === undefined) throw new Error(`The private key is on curve ${curve}; Fabric signs with P-256 or P-384.`);
  return {
    mspId,
    credentials: typeof certificate === 'string' ? Buffer.from(certificate) : certificate,
    sign: (message) => Promise.resolve(withLowS(sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }), order)),
  };
}

/** @param signature r and s side by side (IEEE P1363). @returns the same in DER, with s or `order - s`, the lower. */
function withLowS(signature: Buffer, order: bigint): Uint8Array {
  const half = signature.length / 2;
  const r = signature.subarray(0, half);
  const s = signature.subarray(half);
  const value = BigInt(`0x${s.toString('hex')}`);
  const low = value <= order / 2n ? s : Buffer.from((order - value).toString(16).padStart(2 * half, '0'), 'hex');
  return sequence(unsignedInteger(r), unsignedInteger(low));
}

function keyObject(key: SignerOptions['privateKey']): KeyObject {
  if (typeof key === 'string') return createPrivateKey(key);
  return key instanceof Uint8Array ? createPrivateKey(Buffer.from(key)) : key;
}
