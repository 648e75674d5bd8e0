import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatSelectModule } from '@angular/material/select';
import { LEDGER_SOURCES, type LedgerSource } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { FieldErrors } from '../forms/field-errors';

/** How a peer gets its ledgers, or that the server decides it. */
export type LedgerChoice = LedgerSource | 'auto';

/** Asks how a peer gets the ledgers of its channels. */
@Component({
  selector: 'app-ledger-source',
  imports: [FormField, MatFormFieldModule, MatSelectModule, TranslocoDirective],
  template: `<mat-form-field *transloco="let t">
    <mat-label>{{ t('change.ledgers') }}</mat-label>
    <mat-select [formField]="field()">
      @for (choice of choices; track choice) {
        <mat-option [value]="choice">{{ t('ledgerSource.' + choice) }}</mat-option>
      }
    </mat-select>
    <mat-hint>{{ t('change.ledgersHint') }}</mat-hint>
    <mat-error>{{ errors.of(field()) }}</mat-error>
  </mat-form-field>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LedgerSourceComponent {
  readonly field = input.required<FieldTree<LedgerChoice>>();
  protected readonly errors = inject(FieldErrors);
  protected readonly choices: readonly LedgerChoice[] = ['auto', ...LEDGER_SOURCES];
}
