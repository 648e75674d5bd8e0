import { ApiError } from '../errors/api-error';

/** Maximum nesting of a JSON body; contracts need less than ten levels. */
export const MAX_JSON_DEPTH = 32;
/** Maximum number of values in a JSON body: fields of objects plus items of arrays. */
export const MAX_JSON_VALUES = 10_000;

const [QUOTE, BACKSLASH] = Buffer.from('"\\');
const BEFORE_VALUE = new Set(Buffer.from('{[,'));
const DEPTH = new Map([
  ...[...Buffer.from('{[')].map((byte) => [byte, 1] as const),
  ...[...Buffer.from('}]')].map((byte) => [byte, -1] as const),
]);

/**
 * Rejects JSON that costs much more to parse, check and store than its size suggests. It scans the bytes only and
 * creates no values.
 *
 * @throws ApiError `malformed_request`, `payload_too_large`
 */
function checkShape(json: Uint8Array): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] ?? 0;
    if (byte === QUOTE) at = endOfString(json, at);
    depth += DEPTH.get(byte) ?? 0;
    if (depth > MAX_JSON_DEPTH) throw tooDeep();
    // Each object and array starts with a value; each comma is followed by one.
    if (BEFORE_VALUE.has(byte)) values += 1;
    if (values > MAX_JSON_VALUES) throw tooMany();
  }
}

/** The end of the string that starts here. */
function endOfString(json: Uint8Array, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    if (json[at] === BACKSLASH) at += 1;
    else if (json[at] === QUOTE) return at;
  }
  return json.length;
}

const tooDeep = (): ApiError =>
  new ApiError('malformed_request', `The body is nested deeper than ${String(MAX_JSON_DEPTH)} levels.`, {
    remedy: 'Send only the fields that the route describes; pass nested data to a chaincode as JSON text.',
  });

const tooMany = (): ApiError =>
  new ApiError('payload_too_large', `The body holds more than ${String(MAX_JSON_VALUES)} values.`, {
    remedy: 'Send only the fields that the route describes; pass long lists to a chaincode as JSON text.',
  });

const notJson = (cause: unknown): ApiError =>
  new ApiError('malformed_request', 'The body cannot be read as JSON.', {
    cause,
    remedy: 'Send valid JSON in UTF-8 with the header Content-Type: application/json.',
  });

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The object or array of a body; an empty body is an empty object.
 *
 * @throws ApiError `malformed_request`, `payload_too_large`
 */
export function parseJson(json: Uint8Array): object {
  if (json.length === 0) return {};
  checkShape(json);
  const value = parsed(json);
  if (typeof value !== 'object' || value === null) throw notJson(undefined);
  return value;
}

function parsed(json: Uint8Array): unknown {
  try {
    return JSON.parse(UTF8.decode(json));
  } catch (error) {
    throw notJson(error);
  }
}
