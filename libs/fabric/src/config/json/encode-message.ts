import { BinaryWriter } from 'google-protobuf';
import { ConfigJsonError } from './config-json-error';
import { isJsonObject, type JsonObject, type JsonValue } from './json-value';
import type { FieldSchema, FieldType, MessageSchema } from './message-schema';
import { isDefault, scalarFromJson } from './scalar-from-json';

interface Place {
  readonly field: FieldSchema;
  readonly path: string;
  readonly siblings: JsonObject;
}

/**
 * The reverse of decodeMessage: fields in the order of their numbers, maps in the order of their keys, defaults left
 * out, so that equal JSON gives equal bytes.
 * @throws ConfigJsonError for fields that the message lacks and values of the wrong form.
 */
export function encodeMessage(schema: MessageSchema, json: JsonValue, path: string): Uint8Array {
  if (!isJsonObject(json)) throw new ConfigJsonError(path, 'an object is wanted here.');
  for (const name of Object.keys(json)) {
    if (!Object.hasOwn(schema, name)) throw new ConfigJsonError(path, `"${name}" is not a field of this message.`);
  }
  const writer = new BinaryWriter();
  const fields = Object.entries(schema).sort(([, a], [, b]) => a.number - b.number);
  for (const [name, field] of fields) {
    writeField(writer, json[name] ?? null, { field, path: path ? `${path}.${name}` : name, siblings: json });
  }
  return writer.getResultBuffer();
}

function writeField(writer: BinaryWriter, json: JsonValue, place: Place): void {
  if (json === null) return;
  const { type, presence } = place.field;
  if (type.kind === 'map' || type.kind === 'bytesMap') {
    writeMap(writer, json, place);
  } else if (presence === 'repeated') {
    for (const [index, item] of elements(json, place.path).entries()) {
      writeValue(writer, item, { ...place, path: `${place.path}.${index}` });
    }
  } else {
    writeValue(writer, json, place);
  }
}

function elements(json: JsonValue, path: string): readonly JsonValue[] {
  if (Array.isArray(json)) return json as readonly JsonValue[];
  throw new ConfigJsonError(path, 'a list is wanted here.');
}

function writeMap(writer: BinaryWriter, json: JsonValue, { field, path }: Place): void {
  if (!isJsonObject(json)) throw new ConfigJsonError(path, 'an object is wanted here.');
  for (const key of Object.keys(json).sort()) {
    const value = mapValue(field.type, key, { json: json[key] ?? null, path: `${path}.${key}` });
    const entry = new BinaryWriter();
    entry.writeString(1, key);
    entry.writeBytes(2, value);
    writer.writeBytes(field.number, entry.getResultBuffer());
  }
}

function mapValue(type: FieldType, key: string, { json, path }: { json: JsonValue; path: string }): Uint8Array {
  return type.kind === 'map' ? encodeMessage(type.schema(key), json, path) : toBytes(json, path);
}

function writeValue(writer: BinaryWriter, json: JsonValue, place: Place): void {
  const { type, number, presence } = place.field;
  if (type.kind === 'message') {
    writer.writeBytes(number, encodeMessage(type.schema(), json, place.path));
    return;
  }
  const value = type.kind === 'opaque' ? opaqueBytes(json, place) : scalarFromJson(type, json, place.path);
  if (presence === 'singular' && isDefault(value)) return;
  if (value instanceof Uint8Array) writer.writeBytes(number, value);
  else writeScalar(writer, value, place);
}

function writeScalar(writer: BinaryWriter, value: string | number | boolean | bigint, { field }: Place): void {
  if (typeof value === 'string') writer.writeString(field.number, value);
  else if (typeof value === 'boolean') writer.writeBool(field.number, value);
  else if (typeof value === 'bigint') writer.writeUint64String(field.number, BigInt.asUintN(64, value).toString());
  else if (field.type.kind === 'uint32') writer.writeUint32(field.number, value);
  else writer.writeInt32(field.number, value);
}

/** Text represents bytes that could not be expanded; everything else is the message itself. */
function opaqueBytes(json: JsonValue, { field, path, siblings }: Place): Uint8Array {
  if (json === null || typeof json === 'string') return toBytes(json, path);
  const schema = field.type.kind === 'opaque' ? field.type.schema(siblings) : undefined;
  if (!schema) throw new ConfigJsonError(path, 'the form of this value is not known: give its bytes in base64.');
  return encodeMessage(schema, json, path);
}

function toBytes(json: JsonValue, path: string): Uint8Array {
  const value = scalarFromJson({ kind: 'bytes' }, json, path);
  return value instanceof Uint8Array ? value : new Uint8Array();
}
