import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormField, form, validateStandardSchema } from '@angular/forms/signals';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Pkcs12Password, type Identity } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { z } from 'zod';
import { FieldErrors } from '../../../ui/forms/field-errors';
import { FormDialogComponent } from '../../../ui/forms/form-dialog.component';
import { FormSender } from '../../../ui/forms/form-sender';
import { draftSchema } from '../../../ui/forms/standard-schema';

interface PasswordDraft {
  password: string;
}
const SCHEMA = draftSchema<PasswordDraft>(z.strictObject({ password: Pkcs12Password }), (draft) => draft);

/** Asks for the password under which a PKCS #12 file is encrypted. */
@Component({
  selector: 'app-pkcs12-password',
  imports: [FormDialogComponent, FormField, MatFormFieldModule, MatInputModule, TranslocoDirective],
  template: `<app-form-dialog
    *transloco="let t"
    [heading]="t('identities.passwordTitle', { name: identity.name })"
    [form]="form"
    [action]="t('identities.download')"
    (sent)="send($event)"
  >
    <p>{{ t('identities.passwordText') }}</p>
    <mat-form-field>
      <mat-label>{{ t('identities.password') }}</mat-label>
      <input matInput type="password" [formField]="form.password" autocomplete="new-password" />
      <mat-hint>{{ t('identities.passwordHint') }}</mat-hint>
      <mat-error>{{ errors.of(form.password, 'pkcs12Password') }}</mat-error>
    </mat-form-field>
  </app-form-dialog>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PasswordDialog {
  readonly #dialog = inject<MatDialogRef<PasswordDialog, string>>(MatDialogRef);
  protected readonly identity = inject<Identity>(MAT_DIALOG_DATA);
  protected readonly errors = inject(FieldErrors);
  protected readonly draft = signal<PasswordDraft>({ password: '' });
  protected readonly form = form(this.draft, (path) => {
    validateStandardSchema(path, SCHEMA);
  });

  readonly #sender = new FormSender(this.form);

  protected send(event: Event): Promise<void> {
    return this.#sender.send(event, () => {
      this.#dialog.close(this.draft().password);
      return Promise.resolve();
    });
  }
}
