import { ChangeDetectionStrategy, Component, effect, inject, signal, untracked } from '@angular/core';
import { form } from '@angular/forms/signals';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import type { ChainChange, ChainId } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { FormDialogComponent } from '../forms/form-dialog.component';
import { FormSender } from '../forms/form-sender';
import { ChangePreviewComponent } from './change-preview.component';
import { ConsideredChange, type Changed } from './considered-change';
import { LedgerSourceComponent, type LedgerChoice } from './ledger-source.component';

/** Translation keys of the question whether a chain is to be changed. */
export interface ChangeQuestion {
  readonly chainId: ChainId;
  readonly change: ChainChange;
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly params: Readonly<Record<string, string>>;
  /** Whether something is deleted. */
  readonly destructive: boolean;
}

/** Asks before a chain is changed, shows what will happen, and stays open until the server accepted it. */
@Component({
  selector: 'app-change',
  imports: [ChangePreviewComponent, FormDialogComponent, LedgerSourceComponent, TranslocoDirective],
  providers: [ConsideredChange],
  template: `<app-form-dialog
    *transloco="let t"
    [heading]="t(question.title, question.params)"
    [form]="form"
    [error]="sender.error()"
    [ready]="considered.acceptable()"
    [destructive]="question.destructive"
    [action]="t(question.action, question.params)"
    (sent)="send($event)"
  >
    <p>{{ t(question.text, question.params) }}</p>
    @if (question.change.kind === 'peer.recreate') {
      <app-ledger-source [field]="form.ledgers" />
    }
    <app-change-preview />
  </app-form-dialog>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChangeDialog {
  readonly #dialog = inject<MatDialogRef<ChangeDialog, Changed>>(MatDialogRef);
  protected readonly question = inject<ChangeQuestion>(MAT_DIALOG_DATA);
  protected readonly considered = inject(ConsideredChange);
  readonly #draft = signal<{ ledgers: LedgerChoice }>({ ledgers: 'auto' });
  protected readonly form = form(this.#draft);
  protected readonly sender = new FormSender(this.form);

  constructor() {
    const { chainId, change } = this.question;
    effect(() => {
      const { ledgers } = this.#draft();
      const considered = change.kind === 'peer.recreate' && ledgers !== 'auto' ? { ...change, ledgers } : change;
      untracked(() => {
        this.considered.consider(chainId, considered);
      });
    });
  }

  protected send(event: Event): Promise<void> {
    return this.sender.send(event, async () => {
      this.#dialog.close(await this.considered.request());
    });
  }
}
