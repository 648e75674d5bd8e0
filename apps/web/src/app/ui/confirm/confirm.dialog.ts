import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatCheckboxModule } from '@angular/material/checkbox';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { TranslocoDirective } from '@jsverse/transloco';
import { outlinedFields } from '../form-fields';

/** Translation keys of a question; with `typedName` the button opens only once that name was typed. */
export interface Question {
  title: string;
  text: string;
  action: string;
  params: Record<string, string | number>;
  destroyed?: readonly string[];
  kept?: readonly string[];
  typedName?: string;
  /** Offers to spare one of the destroyed; `kept` says what stays then. */
  spare?: { label: string; item: string; kept: string };
}

/** How a question was agreed to. */
export interface Agreement {
  sparing: boolean;
}

@Component({
  selector: 'app-confirm',
  imports: [
    MatButtonModule,
    MatCheckboxModule,
    MatDialogModule,
    MatFormFieldModule,
    MatInputModule,
    TranslocoDirective,
  ],
  providers: [outlinedFields],
  template: `<ng-container *transloco="let t">
    <h2 mat-dialog-title>{{ t(question.title, question.params) }}</h2>
    <mat-dialog-content
      ><div class="stack">
        <p>{{ t(question.text, question.params) }}</p>
        @if (destroyed(); as destroyed) {
          <div>
            <h3>{{ t('confirm.destroyed') }}</h3>
            <ul>
              @for (key of destroyed; track key) {
                <li>{{ t(key, question.params) }}</li>
              }
            </ul>
          </div>
        }
        @if (kept(); as kept) {
          <div>
            <h3>{{ t('confirm.kept') }}</h3>
            <ul>
              @for (key of kept; track key) {
                <li>{{ t(key, question.params) }}</li>
              }
            </ul>
          </div>
        }
        @if (question.spare; as spare) {
          <mat-checkbox [checked]="sparing()" (change)="sparing.set($event.checked)">{{ t(spare.label) }}</mat-checkbox>
        }
        @if (question.typedName; as name) {
          <mat-form-field>
            <mat-label>{{ t('confirm.typeName', { name }) }}</mat-label>
            <input
              #box
              matInput
              autocomplete="off"
              autocapitalize="none"
              spellcheck="false"
              (input)="typed.set(box.value)"
            />
          </mat-form-field>
        }</div
    ></mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton type="button" class="cancel" [matDialogClose]="null">{{ t('confirm.cancel') }}</button>
      <button
        matButton="filled"
        type="button"
        [class.bad-button]="question.destroyed !== undefined"
        [disabled]="!ready()"
        [matDialogClose]="agreement()"
      >
        {{ t(question.action, question.params) }}
      </button>
    </mat-dialog-actions>
  </ng-container>`,
  styles: `
    ul {
      padding-inline-start: var(--app-space-5);
    }
    mat-form-field {
      padding-top: var(--app-space-1);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfirmDialog {
  protected readonly question = inject<Question>(MAT_DIALOG_DATA);
  protected readonly typed = signal('');
  protected readonly sparing = signal(false);
  protected readonly agreement = computed<Agreement>(() => ({ sparing: this.sparing() }));
  protected readonly destroyed = computed(() => {
    const { destroyed, spare } = this.question;
    return this.sparing() ? destroyed?.filter((key) => key !== spare?.item) : destroyed;
  });
  protected readonly kept = computed(() => {
    const { kept, spare } = this.question;
    return this.sparing() && spare !== undefined ? [spare.kept, ...(kept ?? [])] : kept;
  });
  protected readonly ready = computed(
    () => this.question.typedName === undefined || this.typed() === this.question.typedName,
  );
}
