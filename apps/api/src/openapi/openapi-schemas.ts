import * as contracts from '@heddle/contracts';
import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;
type Direction = 'input' | 'output';

/** Exported object schemas of contracts become named components; scalars are inlined. */
const named = z.registry<{ id: string }>();
for (const [id, value] of Object.entries(contracts)) {
  if (value instanceof z.ZodType && (value instanceof z.ZodObject || value instanceof z.ZodDiscriminatedUnion)) {
    named.add(value, { id });
  }
}

const DEFINITIONS = '#/$defs/';

/** Converts zod schemas to JSON Schema and collects the named ones under `components.schemas`. */
export class OpenApiSchemas {
  readonly components: Record<string, JsonSchema> = {};

  /** The schema of a request (`input`: fields with defaults are optional) or an answer (`output`). */
  convert(schema: z.ZodType, direction: Direction): JsonSchema {
    const converted = z.toJSONSchema(schema, {
      io: direction,
      target: 'draft-2020-12',
      unrepresentable: 'any',
      metadata: named,
      // What a schema says of itself beside its checks.
      override: ({ zodSchema, jsonSchema }) => Object.assign(jsonSchema, z.globalRegistry.get(zodSchema)),
    }) as JsonSchema;
    const { $defs = {}, ...root } = converted as { $defs?: Record<string, JsonSchema> } & JsonSchema;
    delete root['$schema'];
    const suffix = direction === 'input' ? 'Input' : '';
    for (const [name, definition] of Object.entries($defs)) {
      this.components[`${name}${suffix}`] ??= rewrite(definition, suffix) as JsonSchema;
    }
    const id = named.get(schema)?.id;
    if (id === undefined) return rewrite(root, suffix) as JsonSchema;
    this.components[`${id}${suffix}`] ??= rewrite(root, suffix) as JsonSchema;
    return { $ref: `#/components/schemas/${id}${suffix}` };
  }
}

/** Rewrites references to the components and removes zod's ids. */
function rewrite(value: unknown, suffix: string): unknown {
  if (Array.isArray(value)) return value.map((item) => rewrite(item, suffix));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, child]): [string, unknown][] => {
    if (key === 'id' && typeof child === 'string') return [];
    if (key === '$ref' && typeof child === 'string') {
      return [[key, child.replace(DEFINITIONS, '#/components/schemas/') + suffix]];
    }
    return [[key, rewrite(child, suffix)]];
  });
  return Object.fromEntries(entries);
}
