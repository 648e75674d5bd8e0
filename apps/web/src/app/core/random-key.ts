/** A key for `Idempotency-Key`; `randomUUID` is missing on plain-http addresses other than localhost. */
export function randomKey(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
