import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { UnsealError } from './data-error';

/** Location of a sealed value. The ciphertext opens nowhere else. */
export interface SealedPlace {
  table: string;
  column: string;
  row: string;
}

const VERSION = 'v1';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const describe = ({ table, column, row }: SealedPlace): string => `${table}.${column} of ${row}`;
const associatedData = ({ table, column, row }: SealedPlace): Buffer =>
  Buffer.from([VERSION, table, column, row].join('\n'), 'utf8');

/**
 * Seals private keys and tokens with AES-256-GCM (NIST SP 800-38D) before they reach the database.
 * Format: `v1.` + base64url(nonce 12 B, ciphertext, tag 16 B); version, table, column and row are authenticated too.
 */
export class Sealer {
  readonly #key: Buffer;

  /** @param key 32 bytes. */
  constructor(key: Buffer) {
    if (key.length !== KEY_BYTES) {
      throw new RangeError(`A secret key must have ${String(KEY_BYTES)} bytes, but this one has ${String(key.length)}.`);
    }
    this.#key = Buffer.from(key);
  }

  seal(plaintext: string, place: SealedPlace): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(associatedData(place));
    const body = Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${VERSION}.${body.toString('base64url')}`;
  }

  /** @throws UnsealError if the key or location differs, or the value was changed */
  open(sealed: string, place: SealedPlace): string {
    const [version, encoded] = sealed.split('.', 2);
    const body = Buffer.from(encoded ?? '', 'base64url');
    if (version !== VERSION || body.length < NONCE_BYTES + TAG_BYTES) throw new UnsealError(describe(place));
    try {
      const nonce = body.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(associatedData(place));
      decipher.setAuthTag(body.subarray(-TAG_BYTES));
      const text = decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new UnsealError(describe(place), cause);
    }
  }
}
