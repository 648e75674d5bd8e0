import { ChangeDetectionStrategy, Component, effect, inject, signal, untracked } from '@angular/core';
import { FormField, form, validateStandardSchema } from '@angular/forms/signals';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { PodResources, type Node } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ChangePreviewComponent } from '../../../ui/change/change-preview.component';
import { ConsideredChange, type Changed } from '../../../ui/change/considered-change';
import { FieldErrors } from '../../../ui/forms/field-errors';
import { FormDialogComponent } from '../../../ui/forms/form-dialog.component';
import { FormSender } from '../../../ui/forms/form-sender';
import { resizeDraftOf, resizeSchema, toResources } from './resize-draft';

/** Asks for a node's resources, shows what will happen, and stays open until the server accepted them. */
@Component({
  selector: 'app-resize',
  imports: [
    ChangePreviewComponent,
    FormDialogComponent,
    FormField,
    MatFormFieldModule,
    MatInputModule,
    TranslocoDirective,
  ],
  providers: [ConsideredChange],
  templateUrl: './resize.dialog.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ResizeDialog {
  readonly #dialog = inject<MatDialogRef<ResizeDialog, Changed>>(MatDialogRef);
  protected readonly considered = inject(ConsideredChange);
  protected readonly node = inject<Node>(MAT_DIALOG_DATA);
  protected readonly errors = inject(FieldErrors);
  protected readonly draft = signal(resizeDraftOf(this.node));
  protected readonly form = form(this.draft, (path) => {
    validateStandardSchema(path, resizeSchema);
  });
  protected readonly sender = new FormSender(this.form);

  constructor() {
    const { chainId, name: node } = this.node;
    effect(() => {
      const { success, data: resources } = PodResources.safeParse(toResources(this.draft()));
      if (!success) return;
      untracked(() => {
        this.considered.consider(chainId, { kind: 'node.resize', node, resources });
      });
    });
  }

  protected send(event: Event): Promise<void> {
    return this.sender.send(event, async () => {
      this.#dialog.close(await this.considered.request());
    });
  }
}
