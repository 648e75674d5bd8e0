import { ConfigJsonError } from './config-json-error';
import type { JsonValue } from './json-value';
import type { FieldType } from './message-schema';

export type ScalarValue = string | number | boolean | bigint | Uint8Array;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const RANGES = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
  counter: [0n, 2n ** 53n - 1n],
} as const satisfies Record<string, readonly [bigint, bigint]>;

/** Values that proto3 omits from the bytes. */
export function isDefault(value: ScalarValue): boolean {
  return value instanceof Uint8Array
    ? value.length === 0
    : value === '' || value === 0 || value === false || value === 0n;
}

/**
 * Reads a scalar as protobuf's JSON mapping writes it; whole numbers may be numbers or texts.
 * @throws ConfigJsonError
 */
export function scalarFromJson(type: FieldType, json: JsonValue, path: string): ScalarValue {
  switch (type.kind) {
    case 'string':
      return text(json, path);
    case 'bool':
      return boolean(json, path);
    case 'bytes':
      return base64(json, path);
    case 'enum':
      return enumeration(type.names, json, path);
    case 'int32':
    case 'uint32':
      return Number(integer(type.kind, json, path));
    case 'int64':
    case 'uint64':
    case 'counter':
      return integer(type.kind, json, path);
    default:
      throw new ConfigJsonError(path, 'a message is not allowed here.');
  }
}

function text(json: JsonValue, path: string): string {
  if (typeof json === 'string') return json;
  throw new ConfigJsonError(path, 'a text is wanted here.');
}

function boolean(json: JsonValue, path: string): boolean {
  if (typeof json === 'boolean') return json;
  throw new ConfigJsonError(path, 'true or false is wanted here.');
}

function base64(json: JsonValue, path: string): Uint8Array {
  if (json === null) return new Uint8Array();
  if (typeof json === 'string' && BASE64.test(json)) return Buffer.from(json, 'base64');
  throw new ConfigJsonError(path, 'bytes in base64 are wanted here.');
}

function enumeration(names: readonly string[], json: JsonValue, path: string): number {
  const number = typeof json === 'string' ? names.indexOf(json) : json;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0) return number;
  throw new ConfigJsonError(path, `one of ${names.join(', ')} is wanted here.`);
}

function integer(kind: keyof typeof RANGES, json: JsonValue, path: string): bigint {
  const [least, most] = RANGES[kind];
  const digits = typeof json === 'number' && Number.isInteger(json) ? BigInt(json).toString() : json;
  if (typeof digits === 'string' && /^-?\d{1,20}$/.test(digits)) {
    const value = BigInt(digits);
    if (value >= least && value <= most) return value;
  }
  throw new ConfigJsonError(path, `a whole number from ${least.toString()} to ${most.toString()} is wanted here.`);
}
