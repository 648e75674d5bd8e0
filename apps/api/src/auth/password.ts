import { randomBytes } from 'node:crypto';
import { argon2id, hash, verify } from 'argon2';

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const OPTIONS = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

let decoy: Promise<string> | undefined;

/**
 * Compares a password with its hash. An unknown account passes no hash and takes as long as a known one, so that the
 * time of the answer does not tell which accounts exist.
 */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(16).toString('hex'));
  const matches = await verify(passwordHash ?? (await decoy), password);
  return matches && passwordHash !== undefined;
}

/** A password that can be read aloud: 24 characters without look-alikes, about 118 bits. */
export function generatePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const characters: string[] = [];
  while (characters.length < 24) {
    for (const byte of randomBytes(32)) {
      const letter = byte < 248 ? letters[byte % letters.length] : undefined;
      if (letter !== undefined && characters.length < 24) characters.push(letter);
    }
  }
  return (characters.join('').match(/.{6}/g) ?? []).join('-');
}
