import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormField, form, submit, validateStandardSchema } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { PodResources, api, type Node, type ResponseOf } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { toApiError, type ApiError } from '../../../core/api/api-error';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { outlinedFields } from '../../../ui/form-fields';
import { FieldErrors } from '../../../ui/forms/field-errors';
import { IntoViewDirective } from '../../../ui/into-view/into-view.directive';
import { resizeDraftOf, resizeSchema, toResources } from './resize-draft';

export type Resized = ResponseOf<typeof api.nodes.resize>;

/** Asks for a node's resources and stays open until the server accepted them. */
@Component({
  selector: 'app-resize',
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
  protected readonly error = signal<ApiError | null>(null);

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.error.set(null);
    await submit(this.form, {
      action: async () => {
        await this.#resize();
        return undefined;
      },
      onInvalid: (field) => {
        field().focusBoundControl();
      },
    });
  }

  async #resize(): Promise<void> {
    const params = { chainId: this.node.chainId, nodeId: this.node.id };
    const resources = PodResources.parse(toResources(this.draft()));
    try {
      this.#dialog.close(await this.#client.call(api.nodes.resize, { params, body: { resources } }));
    } catch (error) {
      this.error.set(toApiError(error));
    }
  }
}
