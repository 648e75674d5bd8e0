import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormField, form, submit, validateStandardSchema } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { IssueIdentity, USER_ROLES, api, type ChainId, type Identity } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { toApiError, type ApiError } from '../../../core/api/api-error';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { outlinedFields } from '../../../ui/form-fields';
import { FieldErrors } from '../../../ui/forms/field-errors';
import { IntoViewDirective } from '../../../ui/into-view/into-view.directive';
import { issueDraftOf, issueSchema, toIssue } from './issue-draft';

export interface IssueInput {
  readonly chainId: ChainId;
  readonly organizations: readonly string[];
}

/** Asks for a new identity and stays open until the server has issued it. */
@Component({
  selector: 'app-issue-identity',
  imports: [
    ErrorPanelComponent,
    FormField,
    IntoViewDirective,
    MatButtonModule,
    MatDialogModule,
    MatFormFieldModule,
    MatInputModule,
    MatSelectModule,
    TranslocoDirective,
  ],
  providers: [outlinedFields],
  templateUrl: './issue.dialog.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class IssueDialog {
  readonly #client = inject(ApiClient);
  readonly #dialog = inject<MatDialogRef<IssueDialog, Identity>>(MatDialogRef);
  protected readonly data = inject<IssueInput>(MAT_DIALOG_DATA);
  protected readonly errors = inject(FieldErrors);
  protected readonly roles = USER_ROLES;
  protected readonly draft = signal(issueDraftOf(this.data.organizations.at(-1) ?? ''));
  protected readonly form = form(this.draft, (path) => {
    validateStandardSchema(path, issueSchema);
  });
  protected readonly error = signal<ApiError | null>(null);

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.error.set(null);
    await submit(this.form, {
      action: async () => {
        await this.#issue();
        return undefined;
      },
      onInvalid: (field) => {
        field().focusBoundControl();
      },
    });
  }

  async #issue(): Promise<void> {
    const params = { chainId: this.data.chainId };
    const body = IssueIdentity.parse(toIssue(this.draft()));
    try {
      this.#dialog.close(await this.#client.call(api.identities.issue, { params, body }));
    } catch (error) {
      this.error.set(toApiError(error));
    }
  }
}
