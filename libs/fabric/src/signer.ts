import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { signers } from '@hyperledger/fabric-gateway';

/**
 * An identity that can sign: everything that Fabric wants signed (proposals, transactions, config updates, deliver
 * requests) is signed through this, so a key may as well live in an HSM or another process.
 */
export interface Signer {
  /** The MSP that vouches for the certificate, as in `SerializedIdentity.mspid`. */
  readonly mspId: string;
  /** The certificate's PEM bytes, as in `SerializedIdentity.id_bytes`. */
  readonly credentials: Uint8Array;
  /**
   * Signs a message (not a digest).
   * @returns an ECDSA signature in DER with the low S that Fabric's bccsp insists on.
   */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

export interface SignerOptions {
  readonly mspId: string;
  /** Certificate in PEM. */
  readonly certificate: string | Uint8Array;
  /** Private key in PEM (PKCS #8 or SEC 1), or a key that was loaded before. */
  readonly privateKey: string | Uint8Array | KeyObject;
}

/**
 * A {@link Signer} over a private key in memory (P-256 or P-384; the digest is SHA-256 as in Fabric's `msp/identities.go`).
 * @throws Error from node:crypto when the key cannot be read, from fabric-gateway when its curve is not supported.
 */
export function createSigner({ mspId, certificate, privateKey }: SignerOptions): Signer {
  const signDigest = signers.newPrivateKeySigner(keyObject(privateKey));
  return {
    mspId,
    credentials: typeof certificate === 'string' ? Buffer.from(certificate) : certificate,
    sign: (message) => signDigest(createHash('sha256').update(message).digest()),
  };
}

function keyObject(key: SignerOptions['privateKey']): KeyObject {
  if (typeof key === 'string') return createPrivateKey(key);
  return key instanceof Uint8Array ? createPrivateKey(Buffer.from(key)) : key;
}
