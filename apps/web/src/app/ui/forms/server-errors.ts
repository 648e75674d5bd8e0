import type { FieldTree } from '@angular/forms/signals';
import type { ApiError } from '@heddle/client';
import type { FieldError } from '@heddle/contracts';

/** What the server refused, at the field of the form that it is about. */
export interface ServerError {
  kind: 'server';
  message: string;
  fieldTree: FieldTree<unknown>;
}

export interface ServerErrors {
  atFields: ServerError[];
  /** Whether the form's controls say all of it. */
  complete: boolean;
}

/** A refusal's errors at the fields that their paths name; `asText`: fields that the form holds as one text. */
export function serverErrors(
  form: FieldTree<unknown>,
  { code, fields, message }: ApiError,
  asText: readonly string[] = [],
): ServerErrors {
  // The name is refused without a path: which field it is goes without saying, but not what to do about it.
  const refused = code === 'name_taken' && fields.length === 0 ? [{ path: 'name', message }] : fields;
  const atFields = refused
    .map((field) => stopAt(field, asText))
    .flatMap((field) => {
      const fieldTree = fieldAt(form, field.path);
      return fieldTree === null ? [] : [{ kind: 'server' as const, message: field.message, fieldTree }];
    });
  return { atFields, complete: fields.length > 0 && atFields.length === fields.length };
}

function stopAt({ path, message }: FieldError, asText: readonly string[]): FieldError {
  const [field = '', ...below] = path.split('.');
  if (below.length === 0 || !asText.includes(field)) return { path, message };
  return { path: field, message: `${below.join('.')}: ${message}` };
}

/** The field at a path; null where the form has none, or no control that could show what is wrong with it. */
function fieldAt(form: FieldTree<unknown>, path: string): FieldTree<unknown> | null {
  let field: unknown = form;
  for (const name of path.split('.')) {
    field = (field as Readonly<Record<string, unknown>>)[name];
    if (typeof field !== 'function') return null;
  }
  const found = field as FieldTree<unknown>;
  return found().formFieldBindings().length === 0 ? null : found;
}
