import type { z } from 'zod';
import type { Issue } from './issue-message';

interface Result<Value> {
  value: Value;
  issues?: undefined;
}
interface Failure {
  issues: readonly (Issue & { path?: readonly PropertyKey[] })[];
}

/** A form's schema in the shape that Angular's signal forms take. */
export interface DraftSchema<Draft> {
  '~standard': {
    version: 1;
    vendor: string;
    validate: (value: unknown) => Result<Draft> | Failure;
    types?: { input: Draft; output: Draft } | undefined;
  };
}

/**
 * Validates a draft by the contract's own schema: `toInput` turns what the form holds (an empty text for something left
 * out) into what the schema takes, and the issues come back at the same paths.
 */
export function draftSchema<Draft>(
  schema: z.ZodType,
  toInput: (draft: Draft) => unknown,
  /** Fields that the form holds as one text although the schema goes deeper: issues inside stop at them. */
  asText: readonly string[] = [],
): DraftSchema<Draft> {
  return {
    '~standard': {
      version: 1,
      vendor: 'heddle',
      validate: (value) => {
        const parsed = schema.safeParse(toInput(value as Draft));
        return parsed.success
          ? { value: value as Draft }
          : { issues: parsed.error.issues.map((issue) => stopAt(issue, asText)) };
      },
    },
  };
}

function stopAt(issue: z.core.$ZodIssue, asText: readonly string[]): Failure['issues'][number] {
  const [field] = issue.path;
  if (typeof field !== 'string' || !asText.includes(field) || issue.path.length === 1) return issue;
  return { code: 'text', message: `${issue.path.slice(1).join('.')}: ${issue.message}`, path: [field] };
}
