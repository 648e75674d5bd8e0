import { createHash } from 'node:crypto';
import { octetString, sequence, unsignedInteger } from '../identities/der-writer';

/** The input of a block's hash. */
export interface HashedHeader {
  readonly number: number;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
}

/**
 * The hash of a block: SHA-256 over its header as an ASN.1 sequence (`protoutil/blockutils.go`, `BlockHeaderHash`).
 * The next block's `previousHash` equals it.
 */
export function blockHash({ number, previousHash, dataHash }: HashedHeader): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(number));
  const header = sequence(unsignedInteger(bytes), octetString(previousHash), octetString(dataHash));
  return createHash('sha256').update(header).digest();
}
