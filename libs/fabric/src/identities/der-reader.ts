/** One ASN.1 element: its tag, its contents, and its own bytes with the header. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
  readonly raw: Buffer;
}

/**
 * The consecutive elements in DER bytes.
 * @throws RangeError when the bytes end inside an element or use a form that DER does not know.
 */
export function readElements(bytes: Buffer): DerElement[] {
  const elements: DerElement[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const element = readElement(bytes.subarray(offset));
    elements.push(element);
    offset += element.raw.length;
  }
  return elements;
}

/**
 * Takes the elements of a structure in turn, in the order of its ASN.1 definition.
 * @throws RangeError when a required element is missing or has another tag.
 */
export class DerCursor {
  readonly #elements: DerElement[];

  constructor(bytes: Buffer) {
    this.#elements = readElements(bytes);
  }

  next(tag?: number): DerElement {
    const element = this.#elements.shift();
    if (element === undefined) throw new RangeError('ASN.1 structure ends too early');
    if (tag !== undefined && element.tag !== tag) {
      throw new RangeError(`ASN.1 tag 0x${element.tag.toString(16)} where 0x${tag.toString(16)} belongs`);
    }
    return element;
  }

  /** The next element if it has this tag; otherwise nothing is consumed. */
  optional(tag: number): DerElement | undefined {
    return this.#elements[0]?.tag === tag ? this.#elements.shift() : undefined;
  }
}

function readElement(bytes: Buffer): DerElement {
  const { tag, contentStart, contentLength } = readHeader(bytes);
  const end = contentStart + contentLength;
  if (end > bytes.length) throw new RangeError('ASN.1 element is longer than its bytes');
  return { tag, content: bytes.subarray(contentStart, end), raw: bytes.subarray(0, end) };
}

function readHeader(bytes: Buffer): { tag: number; contentStart: number; contentLength: number } {
  const tag = bytes.readUInt8(0);
  if ((tag & 0x1f) === 0x1f) throw new RangeError('ASN.1 tag has several bytes');
  const first = bytes.readUInt8(1);
  if (first < 0x80) return { tag, contentStart: 2, contentLength: first };
  const lengthBytes = first & 0x7f;
  if (lengthBytes === 0 || lengthBytes > 4) throw new RangeError('ASN.1 length is not DER');
  const contentLength = bytes.readUIntBE(2, lengthBytes);
  if (contentLength < 0x80 || bytes.readUInt8(2) === 0) throw new RangeError('ASN.1 length is longer than DER has it');
  return { tag, contentStart: 2 + lengthBytes, contentLength };
}
