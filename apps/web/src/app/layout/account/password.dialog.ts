import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormField, form, submit, validateStandardSchema, type ValidationError } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatDialogModule } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { api } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../core/api/api-client';
import { toApiError, type ApiError } from '../../core/api/api-error';
import { SessionStore } from '../../core/session/session.store';
import { ErrorPanelComponent } from '../../ui/error-panel/error-panel.component';
import { outlinedFields } from '../../ui/form-fields';
import { FieldErrors } from '../../ui/forms/field-errors';
import { serverErrors } from '../../ui/forms/server-errors';
import { IntoViewDirective } from '../../ui/into-view/into-view.directive';
import { emptyPasswordDraft, passwordSchema } from './password-draft';

/** Changes the own password; the dialog says when it is done. */
@Component({
  selector: 'app-change-password',
  imports: [
    ErrorPanelComponent,
    FormField,
    IntoViewDirective,
    MatButtonModule,
    MatDialogModule,
    MatFormFieldModule,
    MatInputModule,
    TranslocoDirective,
  ],
  providers: [outlinedFields],
  templateUrl: './password.dialog.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChangePasswordDialog {
  readonly #client = inject(ApiClient);
  readonly #session = inject(SessionStore);
  protected readonly errors = inject(FieldErrors);
  /** Password managers keep the new password under it. */
  protected readonly username = computed(() => this.#session.user()?.username ?? '');
  protected readonly draft = signal(emptyPasswordDraft);
  protected readonly form = form(this.draft, (path) => {
    validateStandardSchema(path, passwordSchema);
  });
  protected readonly error = signal<ApiError | null>(null);
  protected readonly changed = signal(false);

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.error.set(null);
    await submit(this.form, {
      action: () => this.#change(),
      onInvalid: (field) => {
        field().focusBoundControl();
      },
    });
  }

  async #change(): Promise<ValidationError.WithOptionalFieldTree[] | undefined> {
    const { currentPassword, newPassword } = this.draft();
    try {
      await this.#client.call(api.auth.changePassword, { body: { currentPassword, newPassword } });
      this.draft.set(emptyPasswordDraft);
      this.changed.set(true);
      return undefined;
    } catch (cause) {
      const error = toApiError(cause);
      const { atFields, complete } = serverErrors(this.form, error);
      if (!complete) this.error.set(error);
      return atFields;
    }
  }
}
