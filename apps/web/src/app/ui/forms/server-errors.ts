import type { FieldTree, ValidationError } from '@angular/forms/signals';
import type { FieldError } from '@heddle/contracts';
import type { ApiError } from '../../core/api/api-error';

export interface ServerErrors {
  /** What the server refused, at the fields of the form. */
  atFields: ValidationError.WithOptionalFieldTree[];
  /** Whether the form has a field for everything that was refused. */
  complete: boolean;
}

/** A refusal's errors at the fields that their paths name. */
export function serverErrors(
  form: FieldTree<unknown>,
  { fields }: ApiError,
  /** Fields that the form holds as one text although the request goes deeper. */
  asText: readonly string[] = [],
): ServerErrors {
  const atFields = fields
    .map((field) => stopAt(field, asText))
    .flatMap(({ path, message }) => {
      const fieldTree = fieldAt(form, path);
      return fieldTree === null ? [] : [{ kind: 'server', message, fieldTree }];
    });
  return { atFields, complete: fields.length > 0 && atFields.length === fields.length };
}

function stopAt({ path, message }: FieldError, asText: readonly string[]): FieldError {
  const [field = '', ...below] = path.split('.');
  if (below.length === 0 || !asText.includes(field)) return { path, message };
  return { path: field, message: `${below.join('.')}: ${message}` };
}

function fieldAt(form: FieldTree<unknown>, path: string): FieldTree<unknown> | null {
  let field: unknown = form;
  for (const name of path.split('.')) {
    field = (field as Readonly<Record<string, unknown>>)[name];
    if (typeof field !== 'function') return null;
  }
  return field as FieldTree<unknown>;
}
