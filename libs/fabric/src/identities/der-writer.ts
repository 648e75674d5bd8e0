/** ASN.1 tags that certificates use, as X.690 numbers them. */
export const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Tag-length-value of the given contents, in DER. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const length = contents.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return Buffer.concat([header(tag, length), ...contents]);
}

export function sequence(...items: readonly Uint8Array[]): Buffer {
  return der(Tag.sequence, ...items);
}

export function set(...items: readonly Uint8Array[]): Buffer {
  return der(Tag.set, ...items);
}

/** `[number]`, constructed: the explicit tags of a certificate. */
export function explicit(number: number, content: Uint8Array): Buffer {
  return der(0xa0 | number, content);
}

/** `[number]`, primitive: the implicit tags of key identifiers and general names. */
export function implicit(number: number, content: Uint8Array): Buffer {
  return der(0x80 | number, content);
}

/** A non-negative integer from its big-endian bytes. */
export function unsignedInteger(bytes: Uint8Array): Buffer {
  const firstSignificant = bytes.findIndex((byte) => byte !== 0);
  const magnitude = firstSignificant < 0 ? Buffer.of(0) : bytes.subarray(firstSignificant);
  const needsSignByte = ((magnitude[0] ?? 0) & 0x80) !== 0;
  return needsSignByte ? der(Tag.integer, Buffer.of(0), magnitude) : der(Tag.integer, magnitude);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(Tag.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

export function bitString(bytes: Uint8Array, unusedBits = 0): Buffer {
  return der(Tag.bitString, Buffer.of(unusedBits), bytes);
}

export function octetString(bytes: Uint8Array): Buffer {
  return der(Tag.octetString, bytes);
}

export function booleanTrue(): Buffer {
  return der(Tag.boolean, Buffer.of(0xff));
}

/** PrintableString where the text allows it and UTF8String elsewhere, the choice of Go's encoding/asn1. */
export function directoryString(text: string): Buffer {
  const printable = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text);
  return der(printable ? Tag.printableString : Tag.utf8String, Buffer.from(text));
}

/** UTCTime through 2049 and GeneralizedTime from then on (RFC 5280, 4.1.2.5). Fractions of a second are cut off. */
export function time(date: Date): Buffer {
  const digits = `${date
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:T]/g, '')}Z`;
  const year = date.getUTCFullYear();
  return year >= 1950 && year < 2050
    ? der(Tag.utcTime, Buffer.from(digits.slice(2)))
    : der(Tag.generalizedTime, Buffer.from(digits));
}

function header(tag: number, length: number): Buffer {
  if (length < 0x80) return Buffer.of(tag, length);
  if (length < 0x100) return Buffer.of(tag, 0x81, length);
  if (length < 0x10000) return Buffer.of(tag, 0x82, length >> 8, length & 0xff);
  return Buffer.of(tag, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff);
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}
