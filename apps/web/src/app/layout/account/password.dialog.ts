import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormField, form, validateStandardSchema } from '@angular/forms/signals';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { api } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../core/api/api-client';
import { SessionStore } from '../../core/session/session.store';
import { FieldErrors } from '../../ui/forms/field-errors';
import { FormDialogComponent } from '../../ui/forms/form-dialog.component';
import { FormSender } from '../../ui/forms/form-sender';
import { emptyPasswordDraft, passwordSchema } from './password-draft';

/** Changes the own password; the dialog says when it is done. */
@Component({
  selector: 'app-change-password',
  imports: [FormDialogComponent, FormField, MatFormFieldModule, MatInputModule, TranslocoDirective],
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
  protected readonly changed = signal(false);
  protected readonly sender = new FormSender(this.form);

  protected send(event: Event): Promise<void> {
    return this.sender.send(event, () => this.#change());
  }

  async #change(): Promise<void> {
    const { currentPassword, newPassword } = this.draft();
    await this.#client.ask(api.auth.changePassword, { body: { currentPassword, newPassword } });
    this.draft.set(emptyPasswordDraft);
    this.changed.set(true);
  }
}
