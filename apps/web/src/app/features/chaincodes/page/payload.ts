/** Bytes as people read them. */
export type Payload = { kind: 'text'; text: string } | { kind: 'bytes'; base64: string; hex: string };

/** What bytes in base64 say when they are text, else the bytes themselves. */
export function payloadOf(base64: string): Payload {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const text = textOf(bytes);
  if (text !== null && !bytes.some(isControl)) return { kind: 'text', text };
  return { kind: 'bytes', base64, hex: hexOf(bytes) };
}

/** Control characters that no text holds; tab, line feed and carriage return are text. */
const isControl = (byte: number): boolean => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13;

/** Null where the text would not give the same bytes again. */
function textOf(bytes: Uint8Array): string | null {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const again = new TextEncoder().encode(text);
  return again.length === bytes.length && again.every((byte, at) => byte === bytes[at]) ? text : null;
}

/** Two digits a byte, sixteen bytes a line. */
function hexOf(bytes: Uint8Array): string {
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
  const lines: string[] = [];
  for (let at = 0; at < digits.length; at += 16) lines.push(digits.slice(at, at + 16).join(' '));
  return lines.join('\n');
}
