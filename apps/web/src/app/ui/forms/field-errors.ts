import { Injectable, inject } from '@angular/core';
import type { FieldTree } from '@angular/forms/signals';
import { TranslocoService } from '@jsverse/transloco';
import { Preferences } from '../../core/preferences';
import { messageOf, type FieldFormat, type Issue } from './issue-message';

interface FormError {
  kind: string;
  message?: string | undefined;
}

/** Sentences for refused fields in the reader's language. */
@Injectable({ providedIn: 'root' })
export class FieldErrors {
  readonly #transloco = inject(TranslocoService);
  readonly #preferences = inject(Preferences);

  /** The first thing that is wrong with a field which the reader has left, or the empty string. */
  of(field: FieldTree<unknown>, format?: FieldFormat): string {
    const state = field();
    const error = state.touched() ? state.errors()[0] : undefined;
    return error === undefined ? '' : this.#sentence(error, format);
  }

  #sentence(error: FormError, format?: FieldFormat): string {
    this.#preferences.language();
    const issue = 'issue' in error ? (error.issue as Issue) : null;
    const message = issue === null ? null : messageOf(issue, format);
    if (message !== null) return this.#transloco.translate(message.key, message.params);
    return issue?.message ?? error.message ?? this.#transloco.translate('validation.number');
  }
}
