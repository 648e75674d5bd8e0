import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormField, form, submit, validateStandardSchema } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Pkcs12Password, type Identity } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { z } from 'zod';
import { outlinedFields } from '../../../ui/form-fields';
import { FieldErrors } from '../../../ui/forms/field-errors';
import { draftSchema } from '../../../ui/forms/standard-schema';

interface PasswordDraft {
  password: string;
}
const SCHEMA = draftSchema<PasswordDraft>(z.strictObject({ password: Pkcs12Password }), (draft) => draft);

/** Asks for the password under which a PKCS #12 file is encrypted. */
@Component({
  selector: 'app-pkcs12-password',
  imports: [FormField, MatButtonModule, MatDialogModule, MatFormFieldModule, MatInputModule, TranslocoDirective],
  providers: [outlinedFields],
  template: `<form novalidate *transloco="let t" (submit)="send($event)">
    <h2 mat-dialog-title>{{ t('identities.passwordTitle', { name: identity.name }) }}</h2>
    <mat-dialog-content>
      <div class="stack">
        <p>{{ t('identities.passwordText') }}</p>
        <mat-form-field>
          <mat-label>{{ t('identities.password') }}</mat-label>
          <input matInput type="password" [formField]="form.password" autocomplete="new-password" />
          <mat-hint>{{ t('identities.passwordHint') }}</mat-hint>
          <mat-error>{{ errors.of(form.password, 'pkcs12Password') }}</mat-error>
        </mat-form-field>
      </div>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton type="button" mat-dialog-close>{{ t('confirm.cancel') }}</button>
      <button matButton="filled" type="submit">{{ t('identities.download') }}</button>
    </mat-dialog-actions>
  </form>`,
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

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    await submit(this.form, {
      action: () => {
        this.#dialog.close(this.draft().password);
        return Promise.resolve(undefined);
      },
      onInvalid: (field) => {
        field().focusBoundControl();
      },
    });
  }
}
