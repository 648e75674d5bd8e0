import { z } from 'zod';
import { InvalidChaincodePackageError } from './package-errors';

const PATH = /^META-INF\/statedb\/couchdb\/(collections\/[A-Za-z0-9_-]+\/)?indexes\/[^/]+\.json$/;

const SortedField = z.record(z.string(), z.enum(['asc', 'desc']));

const CouchDbIndex = z.strictObject({
  index: z.strictObject({
    fields: z.array(z.union([z.string(), SortedField])),
    partial_filter_selector: z.record(z.string(), z.unknown()).optional(),
  }),
  ddoc: z.string().optional(),
  name: z.string().optional(),
  type: z.literal('json').optional(),
});

/**
 * Rejects files that are not CouchDB indexes in an index folder (`internal/ccmetadata/validators.go`). A peer skips a
 * bad index and reports it in its log only, so that queries are slow without a visible cause.
 * @throws InvalidChaincodePackageError
 */
export function assertStateDbIndex(path: string, content: string): void {
  if (!PATH.test(path)) {
    throw new InvalidChaincodePackageError(
      `${path} is not a place for an index`,
      'Use META-INF/statedb/couchdb/indexes/<name>.json or META-INF/statedb/couchdb/collections/<collection>/indexes/<name>.json.',
    );
  }
  try {
    CouchDbIndex.parse(JSON.parse(content));
  } catch (cause) {
    const remedy = 'Write a CouchDB index: {"index":{"fields":["name"]},"ddoc":"...","name":"...","type":"json"}.';
    throw new InvalidChaincodePackageError(`${path} is not an index definition`, remedy, cause);
  }
}
