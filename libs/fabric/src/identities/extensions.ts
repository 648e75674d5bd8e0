import { isIP, isIPv4 } from 'node:net';
import { bitString, booleanTrue, implicit, octetString, oid, sequence } from './der-writer';
import { InvalidSubjectError } from './identity-errors';

/** Extensions that Fabric's certificates carry (RFC 5280, 4.2.1). */
export const Extension = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  /** Attributes of an identity as Fabric CA writes them (`lib/attrmgr/attrmgr.go`) and chaincode reads them. */
  attributes: '1.2.3.4.5.6.7.8.1',
} as const;
export type Extension = (typeof Extension)[keyof typeof Extension];

/** The number of each usage's bit in KeyUsage. */
const KEY_USAGE_BITS = { digitalSignature: 0, keyEncipherment: 2, keyCertSign: 5, cRLSign: 6 } as const;
export type KeyUsage = keyof typeof KEY_USAGE_BITS;

const EXTENDED_KEY_USAGES = { serverAuth: '1.3.6.1.5.5.7.3.1', clientAuth: '1.3.6.1.5.5.7.3.2' } as const;
export type ExtendedKeyUsage = keyof typeof EXTENDED_KEY_USAGES;

export function keyUsage(usages: readonly KeyUsage[]): Buffer {
  const positions = usages.map((usage): number => KEY_USAGE_BITS[usage]);
  const bits = positions.reduce((byte, position) => byte | (0x80 >> position), 0);
  return critical(Extension.keyUsage, bitString(Buffer.of(bits), 7 - Math.max(...positions)));
}

export function extendedKeyUsage(usages: readonly ExtendedKeyUsage[]): Buffer {
  const purposes = usages.map((usage) => oid(EXTENDED_KEY_USAGES[usage]));
  return plain(Extension.extendedKeyUsage, sequence(...purposes));
}

/** CA:TRUE without a path length, or CA:FALSE, which DER writes as an empty sequence. */
export function basicConstraints(subject: 'certificateAuthority' | 'endEntity'): Buffer {
  const value = subject === 'certificateAuthority' ? sequence(booleanTrue()) : sequence();
  return critical(Extension.basicConstraints, value);
}

export function subjectKeyIdentifierExtension(identifier: Uint8Array): Buffer {
  return plain(Extension.subjectKeyIdentifier, octetString(identifier));
}

export function authorityKeyIdentifier(identifier: Uint8Array): Buffer {
  return plain(Extension.authorityKeyIdentifier, sequence(implicit(0, identifier)));
}

/** Attributes as Fabric CA writes them: one JSON document, not critical. */
export function attributesExtension(attributes: Readonly<Record<string, string>>): Buffer {
  return plain(Extension.attributes, Buffer.from(JSON.stringify({ attrs: attributes })));
}

/**
 * DNS names first and addresses after them, each in the given order, as Go's crypto/x509 writes them.
 * @throws InvalidSubjectError for anything else.
 */
export function subjectAlternativeName(hosts: readonly string[]): Buffer {
  const addresses = hosts.filter((host) => isIP(host) !== 0);
  const names = hosts.filter((host) => isIP(host) === 0);
  return plain(
    Extension.subjectAlternativeName,
    sequence(...names.map((name) => implicit(2, dnsName(name))), ...addresses.map((it) => implicit(7, ipBytes(it)))),
  );
}

function dnsName(name: string): Buffer {
  const label = '[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?';
  if (name.length > 253 || !new RegExp(`^(\\*\\.)?${label}(\\.${label})*$`).test(name)) {
    throw new InvalidSubjectError('host', name, 'a DNS name or an IP address, without scheme and port');
  }
  return Buffer.from(name, 'ascii');
}

function ipBytes(address: string): Buffer {
  if (address.includes('%')) throw new InvalidSubjectError('host', address, 'an IP address without a zone');
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  return Buffer.from(ipv6Groups(address).flatMap((group) => [group >> 8, group & 0xff]));
}

/** The eight groups of an IPv6 address; the URL parser writes an embedded IPv4 tail as groups and omits only zeros. */
function ipv6Groups(address: string): number[] {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const groups = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  if (tail === undefined) return groups(head);
  const zeros = 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array.from({ length: zeros }, () => 0), ...groups(tail)];
}

function critical(id: Extension, value: Buffer): Buffer {
  return sequence(oid(id), booleanTrue(), octetString(value));
}

function plain(id: Extension, value: Buffer): Buffer {
  return sequence(oid(id), octetString(value));
}
