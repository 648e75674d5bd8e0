import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormField, form, validateStandardSchema } from '@angular/forms/signals';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { IssueIdentity, USER_ROLES, api, type ChainId, type Identity } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { FieldErrors } from '../../../ui/forms/field-errors';
import { FormDialogComponent } from '../../../ui/forms/form-dialog.component';
import { FormSender } from '../../../ui/forms/form-sender';
import { issueDraftOf, issueSchema, toIssue } from './issue-draft';

export interface IssueInput {
  readonly chainId: ChainId;
  readonly organizations: readonly string[];
}

/** Asks for a new identity and stays open until the server has issued it. */
@Component({
  selector: 'app-issue-identity',
  imports: [FormDialogComponent, FormField, MatFormFieldModule, MatInputModule, MatSelectModule, TranslocoDirective],
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
  protected readonly sender = new FormSender(this.form);

  protected send(event: Event): Promise<void> {
    return this.sender.send(event, () => this.#issue());
  }

  async #issue(): Promise<void> {
    const params = { chainId: this.data.chainId };
    const body = IssueIdentity.parse(toIssue(this.draft()));
    this.#dialog.close(await this.#client.ask(api.identities.issue, { params, body }));
  }
}
