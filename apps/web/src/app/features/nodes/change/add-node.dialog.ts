import { ChangeDetectionStrategy, Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { FormField, form } from '@angular/forms/signals';
import { MatCheckboxModule } from '@angular/material/checkbox';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatSelectModule } from '@angular/material/select';
import type { ChainId, Channel } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ChangePreviewComponent } from '../../../ui/change/change-preview.component';
import { ConsideredChange, type Changed } from '../../../ui/change/considered-change';
import { LedgerSourceComponent } from '../../../ui/change/ledger-source.component';
import { FieldErrors } from '../../../ui/forms/field-errors';
import { FormDialogComponent } from '../../../ui/forms/form-dialog.component';
import { FormSender } from '../../../ui/forms/form-sender';
import { ADDED_KINDS, addNodeDraftOf, channelsFor, chosenChannels, toChange } from './add-node-draft';

export interface AddNodeInput {
  readonly chainId: ChainId;
  /** Those that have peers. */
  readonly organizations: readonly string[];
  readonly channels: readonly Channel[];
}

/** Asks for a new peer or orderer, and stays open until the server accepted it. */
@Component({
  selector: 'app-add-node',
  imports: [
    ChangePreviewComponent,
    FormDialogComponent,
    FormField,
    LedgerSourceComponent,
    MatCheckboxModule,
    MatFormFieldModule,
    MatSelectModule,
    TranslocoDirective,
  ],
  providers: [ConsideredChange],
  templateUrl: './add-node.dialog.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AddNodeDialog {
  readonly #dialog = inject<MatDialogRef<AddNodeDialog, Changed>>(MatDialogRef);
  protected readonly data = inject<AddNodeInput>(MAT_DIALOG_DATA);
  protected readonly considered = inject(ConsideredChange);
  protected readonly errors = inject(FieldErrors);
  protected readonly kinds = ADDED_KINDS;
  protected readonly draft = signal(addNodeDraftOf(this.data.organizations[0] ?? ''));
  protected readonly form = form(this.draft);
  protected readonly sender = new FormSender(this.form);
  protected readonly possible = computed(() => channelsFor(this.draft(), this.data.channels));
  protected readonly chosen = computed(() => chosenChannels(this.draft(), this.data.channels));

  constructor() {
    effect(() => {
      const change = toChange(this.draft(), this.data.channels);
      untracked(() => {
        this.considered.consider(this.data.chainId, change);
      });
    });
  }

  protected choose(id: string, joins: boolean): void {
    this.draft.update((draft) => ({
      ...draft,
      leftOut: joins ? draft.leftOut.filter((one) => one !== id) : [...draft.leftOut, id],
    }));
  }

  protected send(event: Event): Promise<void> {
    return this.sender.send(event, async () => {
      this.#dialog.close(await this.considered.request());
    });
  }
}
