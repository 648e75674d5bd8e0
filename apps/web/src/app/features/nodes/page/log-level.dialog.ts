import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormField, form, validateStandardSchema } from '@angular/forms/signals';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { SetLogLevel, api, type Node } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { FieldErrors } from '../../../ui/forms/field-errors';
import { FormDialogComponent } from '../../../ui/forms/form-dialog.component';
import { FormSender } from '../../../ui/forms/form-sender';
import { LEVELS, logLevelDraftOf, logLevelSchema, toLogLevel } from './log-level-draft';

/** Asks for another log level and for how long, and stays open until the node has it. */
@Component({
  selector: 'app-log-level-dialog',
  imports: [FormDialogComponent, FormField, MatFormFieldModule, MatInputModule, MatSelectModule, TranslocoDirective],
  templateUrl: './log-level.dialog.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LogLevelDialog {
  readonly #client = inject(ApiClient);
  readonly #dialog = inject<MatDialogRef<LogLevelDialog, Node>>(MatDialogRef);
  protected readonly node = inject<Node>(MAT_DIALOG_DATA);
  protected readonly errors = inject(FieldErrors);
  protected readonly levels = LEVELS;
  protected readonly draft = signal(logLevelDraftOf(this.node));
  protected readonly form = form(this.draft, (path) => {
    validateStandardSchema(path, logLevelSchema);
  });
  protected readonly sender = new FormSender(this.form);

  protected send(event: Event): Promise<void> {
    return this.sender.send(event, () => this.#set());
  }

  async #set(): Promise<void> {
    const params = { chainId: this.node.chainId, nodeId: this.node.id };
    const body = SetLogLevel.parse(toLogLevel(this.draft()));
    this.#dialog.close(await this.#client.ask(api.nodes.setLogLevel, { params, body }));
  }
}
