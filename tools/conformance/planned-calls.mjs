/**
 * A call that shows that a chaincode works.
 * @typedef {{ fn: string, args: string[], submit: boolean }} PlannedCall
 */

export const METADATA_FUNCTION = 'org.hyperledger.fabric:GetMetadata';
const SYSTEM_CONTRACT = 'org.hyperledger.fabric';
const READS = /^(.*:)?(get|read|query|find|is|exists|total|balance|name|symbol|client|track|list)/i;
const BEGINS = /^(.*:)?(init|setup)/i;
const QUERIES = /^(.*:)?query/i;
const CREATES = /^(.*:)?create/i;
const MAX_DEPTH = 4;
const MAX_READS = 3;

/**
 * The calls that can be derived from a chaincode's metadata: the function that initializes its ledger, functions that
 * read without arguments, and functions that read, query or create, with arguments that match their types. Only the
 * first call is submitted.
 * @param {any} metadata
 * @returns {PlannedCall[]}
 */
export function plannedCalls(metadata) {
  const functions = functionsOf(metadata);
  const schemas = metadata.components?.schemas ?? {};
  const begin = functions.find(({ name }) => BEGINS.test(name));
  const others = functions.filter((each) => each !== begin);
  const reads = others.filter(isRead);
  const bare = reads.filter(({ parameters }) => parameters.length === 0).slice(0, MAX_READS);
  const filled = reads.filter(({ parameters }) => parameters.length > 0);
  const query = filled.slice(1).find(({ name }) => QUERIES.test(name));
  const create = others.find(({ name }) => CREATES.test(name));
  const last = begin === undefined && reads.length === 0 ? others[0] : undefined;
  const planned = [begin, ...bare, filled[0], query, create, last].filter((each) => each !== undefined);
  return planned.map((each) => ({
    fn: each.name,
    args: each.parameters.map(({ schema }) => argument(schema, schemas)),
    submit: each === begin,
  }));
}

/** A call of a function that does not exist: the chaincode's error shows that it answers. */
export const UNKNOWN_CALL = { fn: 'ConformanceProbe', args: [], submit: false };

/**
 * @param {any} metadata
 * @returns {{ name: string, parameters: { schema: any }[], tags: string[] }[]}
 */
function functionsOf(metadata) {
  const contracts = Object.values(metadata.contracts ?? {}).filter(
    (/** @type {any} */ { name }) => name !== SYSTEM_CONTRACT,
  );
  return contracts.flatMap((/** @type {any} */ contract) => {
    const isDefault = contracts.length === 1 || (contract.default ?? contract.contractInstance?.default ?? false);
    return (contract.transactions ?? []).map((/** @type {any} */ { name, parameters, tag, tags }) => ({
      name: isDefault ? name : `${contract.name}:${name}`,
      parameters: parameters ?? [],
      tags: [...(tag ?? []), ...(tags ?? [])].map((each) => String(each).toLowerCase()),
    }));
  });
}

/** @param {{ name: string, tags: string[] }} transaction */
function isRead({ name, tags }) {
  return tags.includes('evaluate') || READS.test(name);
}

/**
 * An argument as clients write it: strings verbatim, everything else as JSON.
 * @param {any} schema
 * @param {Record<string, any>} schemas
 * @returns {string}
 */
export function argument(schema, schemas) {
  const value = example(schema ?? {}, schemas, 0);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** @type {Record<string, (schema: any, schemas: Record<string, any>, depth: number) => unknown>} */
const EXAMPLES = {
  integer: () => 1,
  number: () => 1,
  boolean: () => true,
  array: ({ items }, schemas, depth) => (depth >= MAX_DEPTH ? [] : [example(items ?? {}, schemas, depth + 1)]),
  object: ({ properties }, schemas, depth) =>
    Object.fromEntries(
      Object.entries(properties ?? {}).map(([name, each]) => [name, example(each, schemas, depth + 1)]),
    ),
};

/**
 * @param {any} schema
 * @param {Record<string, any>} schemas
 * @param {number} depth
 * @returns {unknown}
 */
function example(schema, schemas, depth) {
  if (depth > MAX_DEPTH) return null;
  if (typeof schema.$ref === 'string') {
    return example(schemas[schema.$ref.split('/').at(-1)] ?? {}, schemas, depth + 1);
  }
  const type = schema.type ?? (schema.properties === undefined ? 'string' : 'object');
  return EXAMPLES[type]?.(schema, schemas, depth) ?? 'sample';
}
