import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { FieldTree } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Connectivity } from '../../core/connectivity';
import { HeldByComponent } from '../operation/held-by/held-by.component';

/** The end of a page's form: how much is wrong, the way out, and the button (its label as content) that sends it. */
@Component({
  selector: 'app-form-actions',
  imports: [HeldByComponent, MatButtonModule, RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (form()().touched() && form()().invalid()) {
        <span role="status">{{ t('form.invalid', { count: refused() }) }}</span>
      }
      @if (held(); as operationId) {
        <app-held-by class="grow" [operationId]="operationId" />
      }
      <a matButton [routerLink]="cancel()">{{ t('confirm.cancel') }}</a>
      <button
        matButton="filled"
        type="submit"
        [disabled]="form()().submitting() || held() !== null || !connectivity.online()"
      >
        <ng-content />
      </button>
    </ng-container>
  `,
  styles: `
    span {
      color: var(--app-tone-bad-fg);
    }
  `,
  host: { class: 'row row--end' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FormActionsComponent {
  readonly form = input.required<FieldTree<unknown>>();
  /** The operation that what the form asks for has to wait for. */
  readonly held = input<string | null>(null);
  readonly cancel = input.required<string | readonly unknown[]>();
  protected readonly connectivity = inject(Connectivity);
  /** Fields, not faults: one field may have several. */
  protected readonly refused = computed(
    () =>
      new Set(
        this.form()()
          .errorSummary()
          .map(({ fieldTree }) => fieldTree()),
      ).size,
  );
}
