import { BinaryReader } from 'google-protobuf';
import type { JsonObject, JsonValue } from './json-value';
import type { FieldSchema, FieldType, MessageSchema } from './message-schema';

/** Bytes that are not a message of the expected schema: malformed, or with fields that the schema does not know. */
class SchemaMismatchError extends Error {}

type RawValue = string | number | boolean | Uint8Array;

/**
 * A message as JSON, in the shape of `configtxlator proto_decode`: fields by their .proto names in alphabetical order,
 * defaults included, 64-bit numbers as strings, bytes as base64 (null when empty), enums by name, and messages inside
 * of bytes expanded. Bytes that can't be expanded without loss stay base64.
 */
export function decodeMessage(schema: MessageSchema, bytes: Uint8Array): JsonObject {
  const raw = readFields(schema, bytes);
  const names = Object.keys(schema).sort();
  const result: Record<string, JsonValue> = {};
  const transparent = names.filter((name) => schema[name]?.type.kind !== 'opaque');
  for (const name of [...transparent, ...names.filter((other) => !transparent.includes(other))]) {
    const json = fieldToJson(schema[name], raw.get(name) ?? [], result);
    if (json !== undefined) result[name] = json;
  }
  return sorted(result);
}

function sorted(object: Readonly<Record<string, JsonValue>>): JsonObject {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readFields(schema: MessageSchema, bytes: Uint8Array): Map<string, RawValue[]> {
  const byNumber = new Map(Object.entries(schema).map(([name, field]) => [field.number, { name, field }]));
  const values = new Map<string, RawValue[]>();
  const reader = new BinaryReader(bytes);
  while (reader.nextField()) {
    const known = byNumber.get(reader.getFieldNumber());
    if (!known) throw new SchemaMismatchError(`field ${reader.getFieldNumber()} is unknown`);
    values.set(known.name, [...(values.get(known.name) ?? []), readValue(reader, known.field.type)]);
  }
  return values;
}

/** What protobuf calls wire types: a number of variable length, or bytes preceded by their length. */
const VARINT = 0;
const DELIMITED = 2;

interface WireForm {
  readonly wireType: typeof VARINT | typeof DELIMITED;
  readonly read: (reader: BinaryReader) => RawValue;
}

const BYTES: WireForm = { wireType: DELIMITED, read: (reader) => reader.readBytes() };
const WIRE_FORMS: Readonly<Record<FieldType['kind'], WireForm>> = {
  string: { wireType: DELIMITED, read: (reader) => reader.readString() },
  bool: { wireType: VARINT, read: (reader) => reader.readBool() },
  int32: { wireType: VARINT, read: (reader) => reader.readInt32() },
  enum: { wireType: VARINT, read: (reader) => reader.readInt32() },
  uint32: { wireType: VARINT, read: (reader) => reader.readUint32() },
  int64: { wireType: VARINT, read: (reader) => reader.readInt64String() },
  uint64: { wireType: VARINT, read: (reader) => reader.readUint64String() },
  counter: { wireType: VARINT, read: (reader) => reader.readUint64String() },
  bytes: BYTES,
  bytesMap: BYTES,
  map: BYTES,
  message: BYTES,
  opaque: BYTES,
};

function readValue(reader: BinaryReader, { kind }: FieldType): RawValue {
  const { wireType, read } = WIRE_FORMS[kind];
  const found: number = reader.getWireType();
  if (found !== wireType) throw new SchemaMismatchError(`field ${reader.getFieldNumber()} is of another type`);
  return read(reader);
}

function fieldToJson(
  field: FieldSchema | undefined,
  values: readonly RawValue[],
  siblings: JsonObject,
): JsonValue | undefined {
  if (!field) return undefined;
  const { type, presence } = field;
  if (type.kind === 'map' || type.kind === 'bytesMap') return mapToJson(type, values);
  if (presence === 'repeated') return values.map((value) => valueToJson(type, value, siblings));
  const last = values.at(-1);
  if (last !== undefined) return valueToJson(type, last, siblings);
  return presence === 'oneof' ? undefined : absent(type);
}

function absent(type: FieldType): JsonValue {
  switch (type.kind) {
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'int32':
    case 'uint32':
      return 0;
    case 'int64':
    case 'uint64':
    case 'counter':
      return '0';
    case 'enum':
      return type.names[0] ?? 0;
    default:
      return null;
  }
}

function valueToJson(type: FieldType, value: RawValue, siblings: JsonObject): JsonValue {
  if (!(value instanceof Uint8Array)) {
    return type.kind === 'enum' && typeof value === 'number' ? (type.names[value] ?? value) : value;
  }
  if (type.kind === 'message') return decodeMessage(type.schema(), value);
  if (value.length === 0) return null;
  return type.kind === 'opaque' ? opaqueToJson(type.schema(siblings), value) : base64(value);
}

/** What can't be parsed as the expected message is kept unchanged: nothing may be lost. */
function opaqueToJson(schema: MessageSchema | undefined, value: Uint8Array): JsonValue {
  if (!schema) return base64(value);
  try {
    return decodeMessage(schema, value);
  } catch {
    return base64(value);
  }
}

const BYTES_ENTRY: MessageSchema = {
  key: { number: 1, type: { kind: 'string' }, presence: 'singular' },
  value: { number: 2, type: { kind: 'bytes' }, presence: 'singular' },
};

function mapToJson(type: Extract<FieldType, { kind: 'map' | 'bytesMap' }>, entries: readonly RawValue[]): JsonObject {
  const pairs = entries.filter((entry) => entry instanceof Uint8Array).map((entry) => mapEntry(type, entry));
  return sorted(Object.fromEntries(pairs));
}

function mapEntry(type: Extract<FieldType, { kind: 'map' | 'bytesMap' }>, entry: Uint8Array): [string, JsonValue] {
  const raw = readFields(BYTES_ENTRY, entry);
  const key = String(raw.get('key')?.at(-1) ?? '');
  const value = raw.get('value')?.at(-1);
  const valueBytes = value instanceof Uint8Array ? value : new Uint8Array();
  return [key, type.kind === 'map' ? decodeMessage(type.schema(key), valueBytes) : base64(valueBytes)];
}

function base64(value: Uint8Array): string {
  return Buffer.from(value).toString('base64');
}
