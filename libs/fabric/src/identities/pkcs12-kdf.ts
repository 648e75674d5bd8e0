import { createHash } from 'node:crypto';

/** Block size and output size of SHA-256 in bytes: v and u of RFC 7292. */
const BLOCK = 64;
const OUTPUT = 32;

/** The purpose byte of a key for an integrity check (RFC 7292, B.3). */
const MAC_KEY = 3;

/**
 * The key of PKCS #12's integrity check (RFC 7292, B.2, with SHA-256). One hash is as long as the key, so that the
 * rounds of the general algorithm that make longer keys are not needed.
 */
export function pkcs12MacKey({ password, salt, iterations }: Pkcs12Kdf): Buffer {
  const diversifier = Buffer.alloc(BLOCK, MAC_KEY);
  let key: Buffer = Buffer.concat([diversifier, repeated(salt), repeated(bmpString(password))]);
  for (let round = 0; round < iterations; round += 1) key = createHash('sha256').update(key).digest();
  return key.subarray(0, OUTPUT);
}

export interface Pkcs12Kdf {
  readonly password: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** UTF-16 with the most significant byte first, and two zero bytes at the end. */
function bmpString(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le').swap16();
}

/** The bytes one after the other until whole blocks are full. */
function repeated(bytes: Uint8Array): Buffer {
  if (bytes.length === 0) return Buffer.alloc(0);
  return Buffer.alloc(BLOCK * Math.ceil(bytes.length / BLOCK), bytes);
}
