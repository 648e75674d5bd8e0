import type { Store } from '@heddle/data';
import type { EndorsementRefusedError, Refusal } from '@heddle/fabric';
import type { ApiError } from '../../errors/api-error';
import { collectionsOf, holdersOf, namedCollections } from './collections';
import { nameOf, problemWith, type FailedCall } from './failed-call';

/** Peers' messages for missing private data, or for an organization without read or write access. */
const MISSING = /private data matching public hash version is not available/i;
const FORBIDDEN = /tx creator does not have (read|write) access permission on privatedata/i;

/** A rejection that concerns a collection: names its holders. Undefined for any other rejection. */
export async function privateDataRefusal(
  error: EndorsementRefusedError,
  call: FailedCall,
  store: Store,
): Promise<ApiError | undefined> {
  const refusal = error.refusals.find(({ message }) => MISSING.test(message) || FORBIDDEN.test(message));
  if (refusal === undefined) return undefined;
  const holders = namedCollections(call, await collectionsOf(call, store)).map((held) => holdersOf(held, call));
  const message = [error.message, ...holders.map(({ sentence }) => sentence)].join(' ');
  return problemWith(error, {
    message,
    remedy: MISSING.test(refusal.message) ? remedyOfMissing(refusal, holders, call) : remedyOfForbidden(holders, call),
  });
}

type Holders = readonly { readonly names: readonly string[] }[];

function remedyOfMissing({ mspId }: Refusal, holders: Holders, { channel }: FailedCall): string {
  const asked = nameOf(channel, mspId);
  return holders.every(({ names }) => names.includes(asked))
    ? `The peer of ${asked} has not received the private data yet: it requests it from the other holders repeatedly. Retry in a minute, and make sure that one of their peers runs.`
    : `The peer of ${asked} does not hold this data: call as an organization that does (${listed(holders)}).`;
}

function remedyOfForbidden(holders: Holders, { organization }: FailedCall): string {
  return `${organization.name} is not a member of the collection: call as one of its members (${listed(holders)}).`;
}

const listed = (holders: Holders): string => [...new Set(holders.flatMap(({ names }) => names))].join(', ');
