import { isUtf8 } from 'node:buffer';
import type { Block } from './block';

/** Bytes in JSON: as text where they are printable UTF-8, so that users can read arguments and values. */
export type BinaryJson = { readonly text: string } | { readonly base64: string };

/** Fields that hold a hash are hex in JSON, the form in which Fabric's tools and explorers show them. */
type HashField = 'hash' | `${string}Hash` | `${string}Hashes`;

/**
 * The JSON form of decoded data: the same fields, with dates as ISO 8601 text, hashes as hex, and other binary values
 * as {@link BinaryJson}.
 */
export type JsonForm<T, Field = ''> = T extends Uint8Array
  ? Field extends HashField
    ? string
    : BinaryJson
  : T extends Date
    ? string
    : T extends readonly (infer Item)[]
      ? readonly JsonForm<Item, Field>[]
      : T extends object
        ? { readonly [Key in keyof T]: JsonForm<T[Key], Key> }
        : T;

/** {@link Block} in JSON. */
export type BlockJson = JsonForm<Block>;

/** Converts a decoded block to plain JSON, for REST, storage and logs. Nothing is lost. */
export function blockToJson(block: Block): BlockJson {
  return toJson(block);
}

/** Converts any part of a decoded block, such as one transaction, to plain JSON. */
export function toJson<T>(decoded: T): JsonForm<T> {
  return jsonOf(decoded, '') as JsonForm<T>;
}

function jsonOf(value: unknown, field: string): unknown {
  if (value instanceof Uint8Array) return binaryJson(Buffer.from(value), field);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => jsonOf(item, field));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonOf(item, key)]));
}

function binaryJson(bytes: Buffer, field: string): BinaryJson | string {
  if (/(^h|H)ash(es)?$/.test(field)) return bytes.toString('hex');
  const text = isUtf8(bytes) ? bytes.toString('utf8') : undefined;
  const readable = text !== undefined && !/[^\P{Cc}\t\n\r]/u.test(text);
  return readable ? { text } : { base64: bytes.toString('base64') };
}
