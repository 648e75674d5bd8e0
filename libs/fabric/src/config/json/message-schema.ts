import type { JsonObject } from './json-value';

interface Scalar {
  /** `counter` is a uint64 that the messages of fabric-protos hold as a number, so up to 2^53 - 1. */
  readonly kind: 'string' | 'bool' | 'int32' | 'uint32' | 'int64' | 'uint64' | 'counter' | 'bytes';
}

interface Enumeration {
  readonly kind: 'enum';
  /** Names by number. */
  readonly names: readonly string[];
}

interface Nested {
  readonly kind: 'message';
  readonly schema: () => MessageSchema;
}

/** A `map<string, Message>`; which message may depend on the key. */
interface NestedMap {
  readonly kind: 'map';
  readonly schema: (key: string) => MessageSchema;
}

/** A `map<string, bytes>`. */
interface BytesMap {
  readonly kind: 'bytesMap';
}

/** Bytes that hold a message; which one may depend on the other fields. Undefined when it is unknown. */
interface Opaque {
  readonly kind: 'opaque';
  readonly schema: (siblings: JsonObject) => MessageSchema | undefined;
}

export type FieldType = Scalar | Enumeration | Nested | NestedMap | BytesMap | Opaque;

export interface FieldSchema {
  /** The field's number in the .proto file. */
  readonly number: number;
  readonly type: FieldType;
  /** Once or not at all (`optional` has null for absent), any number of times, or one of several. */
  readonly presence: 'singular' | 'repeated' | 'oneof';
}

/** The fields of a protobuf message by their names in the .proto file, which are their names in JSON. */
export type MessageSchema = Readonly<Record<string, FieldSchema>>;

function singular(number: number, type: FieldType): FieldSchema {
  return { number, type, presence: 'singular' };
}

export const string = (number: number) => singular(number, { kind: 'string' });
export const bool = (number: number) => singular(number, { kind: 'bool' });
export const int32 = (number: number) => singular(number, { kind: 'int32' });
export const uint32 = (number: number) => singular(number, { kind: 'uint32' });
export const int64 = (number: number) => singular(number, { kind: 'int64' });
export const uint64 = (number: number) => singular(number, { kind: 'uint64' });
export const counter = (number: number) => singular(number, { kind: 'counter' });
export const bytes = (number: number) => singular(number, { kind: 'bytes' });
export const bytesMap = (number: number) => singular(number, { kind: 'bytesMap' });
export const enumeration = (number: number, names: readonly string[]) => singular(number, { kind: 'enum', names });
export const message = (number: number, schema: () => MessageSchema) => singular(number, { kind: 'message', schema });
export const map = (number: number, schema: (key: string) => MessageSchema) =>
  singular(number, { kind: 'map', schema });
export const opaque = (number: number, schema: Opaque['schema']) => singular(number, { kind: 'opaque', schema });
export const repeated = (field: FieldSchema): FieldSchema => ({ ...field, presence: 'repeated' });
export const oneof = (field: FieldSchema): FieldSchema => ({ ...field, presence: 'oneof' });
