import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormField, form, validateStandardSchema } from '@angular/forms/signals';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { PodResources, api, type Node, type ResponseOf } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { FieldErrors } from '../../../ui/forms/field-errors';
import { FormDialogComponent } from '../../../ui/forms/form-dialog.component';
import { FormSender } from '../../../ui/forms/form-sender';
import { resizeDraftOf, resizeSchema, toResources } from './resize-draft';

export type Resized = ResponseOf<typeof api.nodes.resize>;

/** Asks for a node's resources and stays open until the server accepted them. */
@Component({
  selector: 'app-resize',
  imports: [FormDialogComponent, FormField, MatFormFieldModule, MatInputModule, TranslocoDirective],
  templateUrl: './resize.dialog.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ResizeDialog {
  readonly #client = inject(ApiClient);
  readonly #dialog = inject<MatDialogRef<ResizeDialog, Resized>>(MatDialogRef);
  protected readonly node = inject<Node>(MAT_DIALOG_DATA);
  protected readonly errors = inject(FieldErrors);
  protected readonly draft = signal(resizeDraftOf(this.node));
  protected readonly form = form(this.draft, (path) => {
    validateStandardSchema(path, resizeSchema);
  });
  protected readonly sender = new FormSender(this.form);

  protected send(event: Event): Promise<void> {
    return this.sender.send(event, () => this.#resize());
  }

  async #resize(): Promise<void> {
    const params = { chainId: this.node.chainId, nodeId: this.node.id };
    const resources = PodResources.parse(toResources(this.draft()));
    this.#dialog.close(await this.#client.call(api.nodes.resize, { params, body: { resources } }));
  }
}
