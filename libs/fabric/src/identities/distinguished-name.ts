import { readElements } from './der-reader';
import { directoryString, oid, sequence, set } from './der-writer';
import { InvalidSubjectError } from './identity-errors';

/** The location of an organization; cryptogen's defaults are California's. */
export interface Place {
  /** ISO 3166 code of two letters. */
  readonly country?: string;
  readonly province?: string;
  readonly locality?: string;
}

/** The attributes of a certificate's subject that Fabric's own tools set. */
export interface DistinguishedName extends Place {
  readonly organization?: string;
  readonly organizationalUnit?: string;
  readonly commonName: string;
}

export const DEFAULT_PLACE: Required<Place> = {
  country: 'US',
  province: 'California',
  locality: 'San Francisco',
};

/** In the order that cryptogen's certificates have. */
const ATTRIBUTES = [
  ['country', oid('2.5.4.6')],
  ['province', oid('2.5.4.8')],
  ['locality', oid('2.5.4.7')],
  ['organization', oid('2.5.4.10')],
  ['organizationalUnit', oid('2.5.4.11')],
  ['commonName', oid('2.5.4.3')],
] as const;

const LONGEST_NAME = 64;

/** The name as an RDNSequence, one attribute in each relative name. */
export function encodeName(name: DistinguishedName): Buffer {
  return sequence(
    ...ATTRIBUTES.flatMap(([attribute, type]) => {
      const value = name[attribute];
      return value === undefined ? [] : [set(sequence(type, directoryString(value)))];
    }),
  );
}

/** The inverse of {@link encodeName}, with the last value of an attribute that occurs more than once. */
export function decodeName(rdnSequence: Buffer): Partial<DistinguishedName> {
  const name: Partial<Record<keyof DistinguishedName, string>> = {};
  for (const relativeName of readElements(rdnSequence)) {
    for (const { content } of readElements(relativeName.content)) {
      const [type, value] = readElements(content);
      const attribute = ATTRIBUTES.find(([, known]) => type?.raw.equals(known))?.[0];
      if (attribute !== undefined && value !== undefined) name[attribute] = value.content.toString('utf8');
    }
  }
  return name;
}

/**
 * Rejects what RFC 5280 (appendix A.1) does not allow in a name, and what could not be a file name in an MSP folder.
 * @throws InvalidSubjectError
 */
export function assertName(name: DistinguishedName): void {
  for (const field of ['commonName', 'organization'] as const) {
    const value = name[field];
    if (value !== undefined && !isPlainName(value)) {
      throw new InvalidSubjectError(
        field,
        value,
        `1 to ${String(LONGEST_NAME)} characters without slashes and controls`,
      );
    }
  }
  if (name.country !== undefined && !/^[A-Z]{2}$/.test(name.country)) {
    throw new InvalidSubjectError('country', name.country, 'the ISO 3166 code of two capital letters');
  }
}

function isPlainName(value: string): boolean {
  return value.trim() === value && value.length > 0 && value.length <= LONGEST_NAME && !/[/\\\p{Cc}]/u.test(value);
}
