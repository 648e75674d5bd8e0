import { z } from 'zod';
import { jsonOf } from './json-of';

/** The function that every chaincode of the contract API answers; it describes all others. */
export const METADATA_FUNCTION = 'org.hyperledger.fabric:GetMetadata';
const SYSTEM_CONTRACT = 'org.hyperledger.fabric';

/** Schemas refer to others, also in circles: past this depth they are named, not opened. */
const MAX_DEPTH = 4;

export interface ContractParameter {
  name: string;
  /** In the words of a reader: `string`, `int64`, `date-time`, `Asset`, `string[]`. */
  type: string;
  /** JSON to begin with, where the argument is an object or a list. */
  example: string | null;
}

export interface ContractFunction {
  /** As it is called; with the contract's name unless that is the default one. */
  name: string;
  parameters: readonly ContractParameter[];
  /** Only when its author says so: Go's `submit` is the default of its library, not a statement. */
  reads: boolean;
}

const Schema = z.looseObject({
  type: z.string().optional(),
  format: z.string().optional(),
  $ref: z.string().optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});
const Parameter = z.looseObject({ name: z.string(), schema: z.unknown().optional() });
const Transaction = z.looseObject({
  name: z.string(),
  parameters: z.array(Parameter).nullish(),
  /** `tag` in Go and Node, `tags` in Java. */
  tag: z.array(z.string()).nullish(),
  tags: z.array(z.string()).nullish(),
});
const Contract = z.looseObject({
  name: z.string(),
  default: z.boolean().optional(),
  contractInstance: z.looseObject({ default: z.boolean().optional() }).optional(),
  transactions: z.array(Transaction).nullish(),
});
const Metadata = z.looseObject({
  contracts: z.record(z.string(), Contract),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});
type Schemas = Readonly<Record<string, unknown>>;

/** The functions that a chaincode describes, by name; none when the text is no such description. */
export function functionsOf(metadata: string): ContractFunction[] {
  const parsed = Metadata.safeParse(jsonOf(metadata));
  if (!parsed.success) return [];
  const schemas = parsed.data.components?.schemas ?? {};
  const contracts = Object.values(parsed.data.contracts).filter(({ name }) => name !== SYSTEM_CONTRACT);
  const only = contracts.length === 1;
  return contracts.flatMap((contract) => {
    const plain = only || contract.default === true || contract.contractInstance?.default === true;
    return (contract.transactions ?? []).map((transaction) => ({
      name: plain ? transaction.name : `${contract.name}:${transaction.name}`,
      parameters: (transaction.parameters ?? []).map(({ name, schema }) => ({
        name,
        type: typeOf(schema, MAX_DEPTH),
        example: exampleOf(schema, schemas),
      })),
      reads: [...(transaction.tag ?? []), ...(transaction.tags ?? [])].some((tag) => /^evaluate/i.test(tag)),
    }));
  });
}

/**
 * What to offer in place of `name`: all functions instead of one that was chosen before, else those that fit. Nothing
 * once the name of just one function is typed out, since the list would cover the arguments that come next.
 */
export function offeredFor(
  functions: readonly ContractFunction[],
  name: string,
  typing: boolean,
): readonly ContractFunction[] {
  const exact = functions.some((one) => one.name === name);
  if (exact && !typing) return functions;
  const text = name.trim().toLowerCase();
  const fitting = functions.filter((one) => one.name.toLowerCase().includes(text));
  return exact && fitting.length === 1 ? [] : fitting;
}

function typeOf(value: unknown, depth: number): string {
  const { data: schema } = Schema.safeParse(value);
  if (schema === undefined) return 'string';
  if (schema.$ref !== undefined) return refName(schema.$ref);
  if (schema.type === 'array') return depth === 0 ? '[]' : `${typeOf(schema.items, depth - 1)}[]`;
  return schema.format ?? schema.type ?? 'object';
}

function refName(ref: string): string {
  return ref.split('/').at(-1) ?? ref;
}

function exampleOf(schema: unknown, schemas: Schemas): string | null {
  const value = exampleValue(schema, schemas, MAX_DEPTH);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : null;
}

function exampleValue(value: unknown, schemas: Schemas, depth: number): unknown {
  const { data: schema } = Schema.safeParse(value);
  if (schema === undefined || depth === 0) return null;
  if (schema.$ref !== undefined) return exampleValue(schemas[refName(schema.$ref)], schemas, depth - 1);
  if (schema.properties !== undefined) {
    const entries = Object.entries(schema.properties);
    return Object.fromEntries(entries.map(([name, property]) => [name, exampleValue(property, schemas, depth - 1)]));
  }
  return PLAIN_EXAMPLES[schema.type ?? ''] ?? null;
}

const PLAIN_EXAMPLES: Readonly<Record<string, unknown>> = {
  string: '',
  integer: 0,
  number: 0,
  boolean: false,
  array: [],
  object: {},
};
