import { signal } from '@angular/core';
import { submit, type FieldTree } from '@angular/forms/signals';
import { type ApiError, toApiError } from '@heddle/client';
import { firstRefused, reveal } from './first-refused';
import { serverErrors, type ServerError } from './server-errors';

/**
 * How every form is sent: what is wrong is marked at its fields, whether the form or the server found it, and the focus
 * goes to the first of them. What no field can show is left in `error`, for a panel that takes the focus itself.
 */
export class FormSender {
  readonly #form: FieldTree<unknown>;
  readonly #asText: readonly string[];
  #marked: readonly ServerError[] = [];
  readonly error = signal<ApiError | null>(null);

  /** `asText`: fields that the form holds as one text although the request goes deeper. */
  constructor(form: FieldTree<unknown>, asText: readonly string[] = []) {
    this.#form = form;
    this.#asText = asText;
  }

  async send(event: Event, work: () => Promise<void>): Promise<void> {
    event.preventDefault();
    this.clear();
    const sent = await submit(this.#form, { action: () => this.#attempt(work) });
    if (!sent && this.error() === null) reveal(firstRefused(this.#form));
  }

  /** Forgets what the server refused: whether it still does, only the server knows. */
  clear(): void {
    this.error.set(null);
    for (const { fieldTree } of this.#marked) unmark(fieldTree);
    this.#marked = [];
  }

  async #attempt(work: () => Promise<void>): Promise<ServerError[] | undefined> {
    try {
      await work();
      return undefined;
    } catch (cause) {
      const error = toApiError(cause);
      const { atFields, complete } = serverErrors(this.#form, error, this.#asText);
      if (!complete) this.error.set(error);
      this.#marked = atFields;
      return atFields;
    }
  }
}

/** Angular keeps such an error until the field has another value, so it is given one for a moment. */
function unmark(field: FieldTree<unknown>): void {
  const { value } = field();
  const own = value();
  value.set(null);
  value();
  value.set(own);
}
