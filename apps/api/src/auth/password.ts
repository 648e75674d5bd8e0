import { randomBytes } from 'node:crypto';
import { argon2id, hash, verify } from 'argon2';

/** OWASP's recommendation for argon2id: 19 MiB, two iterations, one lane. */
const OPTIONS = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

let decoy: Promise<string> | undefined;

/**
 * Compares a password with its hash. For an unknown account the hash is omitted and the call takes the same time, so
 * that the response time does not reveal which accounts exist.
 */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(16).toString('hex'));
  const matches = await verify(passwordHash ?? (await decoy), password);
  return matches && passwordHash !== undefined;
}

/** A password that is easy to read: 24 unambiguous characters, about 118 bits. */
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
