import type { FieldTree, ValidationError } from '@angular/forms/signals';
import type { ApiError } from '../../core/api/api-error';

export interface ServerErrors {
  /** What the server refused, at the fields of the form. */
  atFields: ValidationError.WithOptionalFieldTree[];
  /** Whether the form has a field for everything that was refused. */
  complete: boolean;
}

/** A refusal's errors at the fields that their paths name. */
export function serverErrors(form: FieldTree<unknown>, { fields }: ApiError): ServerErrors {
  const atFields = fields.flatMap(({ path, message }) => {
    const fieldTree = fieldAt(form, path);
    return fieldTree === null ? [] : [{ kind: 'server', message, fieldTree }];
  });
  return { atFields, complete: fields.length > 0 && atFields.length === fields.length };
}

function fieldAt(form: FieldTree<unknown>, path: string): FieldTree<unknown> | null {
  let field: unknown = form;
  for (const name of path.split('.')) {
    field = (field as Readonly<Record<string, unknown>>)[name];
    if (typeof field !== 'function') return null;
  }
  return field as FieldTree<unknown>;
}
