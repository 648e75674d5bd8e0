import { isUtf8 } from 'node:buffer';
import type { CallBytes, QueryResult } from '@heddle/contracts';

// A byte order mark is part of what the function returned.
const text = new TextDecoder('utf-8', { ignoreBOM: true });

/** What a function returned: as text, and in base64 where text cannot hold it. */
export function resultOf(bytes: Uint8Array): QueryResult {
  const result = text.decode(bytes);
  return isUtf8(bytes) ? { result } : { result, resultBase64: Buffer.from(bytes).toString('base64') };
}

export function toBytes(input: CallBytes): string | Uint8Array {
  return typeof input === 'string' ? input : Buffer.from(input.base64, 'base64');
}
