import { X509Certificate } from 'node:crypto';
import { common, msp } from '@hyperledger/fabric-protos';
import { view } from './bytes';

/** `msp.SerializedIdentity`: who created, endorsed or signed something. */
export interface Identity {
  readonly mspId: string;
  /** The certificate in PEM as it was sent; something else for an MSP that does not use X.509. */
  readonly credentials: Buffer;
  /** The certificate's subject in the order of RFC 2253, most specific first; null where there is no certificate. */
  readonly subject: string | null;
}

/** A channel's few identities recur in every transaction, and parsing a certificate costs most of a decode. */
const known = new Map<string, Identity>();
const MOST_KNOWN = 2_000;

export function decodeIdentity(serialized: Uint8Array): Identity {
  const key = view(serialized).toString('latin1');
  const cached = known.get(key);
  if (cached !== undefined) return cached;
  const identity = readIdentity(serialized);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, identity);
  return identity;
}

/** A `common.SignatureHeader`: who signs, and the nonce that makes it unique. */
export function decodeSignatureHeader(bytes: Uint8Array): { creator: Identity | null; nonce: Buffer } {
  const header = common.SignatureHeader.deserializeBinary(bytes);
  const creator = header.getCreator_asU8();
  return { creator: creator.length > 0 ? decodeIdentity(creator) : null, nonce: view(header.getNonce_asU8()) };
}

function readIdentity(serialized: Uint8Array): Identity {
  const identity = msp.SerializedIdentity.deserializeBinary(serialized);
  // Copied, so that a cached identity does not retain the whole block it was first seen in.
  const credentials = Buffer.from(identity.getIdBytes_asU8());
  return { mspId: identity.getMspid(), credentials, subject: subjectOf(credentials) };
}

function subjectOf(credentials: Buffer): string | null {
  if (!credentials.includes('-----BEGIN CERTIFICATE-----')) return null;
  try {
    return new X509Certificate(credentials).subject.split('\n').reverse().join(',');
  } catch {
    return null;
  }
}
