import { isUtf8 } from 'node:buffer';
import type { CallBytes, QueryResult } from '@heddle/contracts';

// A byte order mark is part of the result.
const text = new TextDecoder('utf-8', { ignoreBOM: true });

/** A function's result as text, or in base64 if text cannot represent it. */
export function resultOf(bytes: Uint8Array): QueryResult {
  const result = text.decode(bytes);
  return isUtf8(bytes) ? { result } : { result, resultBase64: Buffer.from(bytes).toString('base64') };
}

export function toBytes(input: CallBytes): string | Uint8Array {
  return typeof input === 'string' ? input : Buffer.from(input.base64, 'base64');
}
