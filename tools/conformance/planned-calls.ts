import { basename } from 'node:path';

/** A call that shows that a chaincode works. */
export interface PlannedCall {
  readonly fn: string;
  readonly args: string[];
  readonly submit: boolean;
}

/** The parts of a chaincode's metadata that calls are derived from, as Fabric's contract APIs write them. */
export interface ChaincodeMetadata {
  readonly contracts?: Readonly<Record<string, Contract>>;
  readonly components?: { readonly schemas?: Schemas };
}

interface Contract {
  readonly name: string;
  readonly default?: boolean;
  readonly contractInstance?: { readonly default?: boolean };
  readonly transactions?: readonly Transaction[];
}

export interface Transaction {
  readonly name: string;
  readonly parameters?: readonly Parameter[];
  readonly tag?: readonly string[];
  readonly tags?: readonly string[];
}

interface Parameter {
  readonly schema?: Schema;
}

/** JSON Schema. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly items?: Schema;
  readonly properties?: Schemas;
}

type Schemas = Readonly<Record<string, Schema>>;

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
 */
export function plannedCalls(metadata: ChaincodeMetadata): PlannedCall[] {
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

interface ContractFunction {
  /** With the contract's name, unless the contract is the default. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly tags: readonly string[];
}

function functionsOf(metadata: ChaincodeMetadata): ContractFunction[] {
  const contracts = Object.values(metadata.contracts ?? {}).filter(({ name }) => name !== SYSTEM_CONTRACT);
  return contracts.flatMap((contract) => {
    const isDefault = contracts.length === 1 || (contract.default ?? contract.contractInstance?.default ?? false);
    return (contract.transactions ?? []).map(({ name, parameters, tag, tags }) => ({
      name: isDefault ? name : `${contract.name}:${name}`,
      parameters: parameters ?? [],
      tags: [...(tag ?? []), ...(tags ?? [])].map((each) => each.toLowerCase()),
    }));
  });
}

function isRead({ name, tags }: ContractFunction): boolean {
  return tags.includes('evaluate') || READS.test(name);
}

/** An argument as clients write it: strings verbatim, everything else as JSON. */
export function argument(schema: Schema | undefined, schemas: Schemas): string {
  const value = example(schema ?? {}, schemas, 0);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const EXAMPLES: Record<string, (schema: Schema, schemas: Schemas, depth: number) => unknown> = {
  integer: () => 1,
  number: () => 1,
  boolean: () => true,
  array: ({ items }, schemas, depth) => (depth >= MAX_DEPTH ? [] : [example(items ?? {}, schemas, depth + 1)]),
  object: ({ properties }, schemas, depth) =>
    Object.fromEntries(
      Object.entries(properties ?? {}).map(([name, each]) => [name, example(each, schemas, depth + 1)]),
    ),
};

function example(schema: Schema, schemas: Schemas, depth: number): unknown {
  if (depth > MAX_DEPTH) return null;
  if (schema.$ref !== undefined) return example(schemas[basename(schema.$ref)] ?? {}, schemas, depth + 1);
  const type = schema.type ?? (schema.properties === undefined ? 'string' : 'object');
  return EXAMPLES[type]?.(schema, schemas, depth) ?? 'sample';
}
