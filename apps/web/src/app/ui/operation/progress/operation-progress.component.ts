import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import type { Operation } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { toneOf } from '../../status/tones';
import { isSilent } from './silent-step';

/** How far an operation is, in the colour of its state; it moves by itself while a step says nothing of its progress. */
@Component({
  selector: 'app-operation-progress',
  imports: [MatProgressBarModule, TranslocoDirective],
  template: `<mat-progress-bar
    *transloco="let t"
    [mode]="silent() ? 'indeterminate' : 'determinate'"
    [value]="operation().progress * 100"
    [attr.aria-label]="t('operation.progress')"
  />`,
  styles: `
    :host {
      display: block;
      --mat-progress-bar-active-indicator-color: var(--app-tone-busy-line);
    }
    :host(.ok) {
      --mat-progress-bar-active-indicator-color: var(--app-tone-ok-line);
    }
    :host(.warn) {
      --mat-progress-bar-active-indicator-color: var(--app-tone-warn-line);
    }
    :host(.bad) {
      --mat-progress-bar-active-indicator-color: var(--app-tone-bad-line);
    }
    :host(.idle) {
      --mat-progress-bar-active-indicator-color: var(--app-tone-idle-line);
    }
  `,
  host: { '[class]': 'tone()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OperationProgressComponent {
  readonly operation = input.required<Operation>();
  protected readonly tone = computed(() => toneOf('operation', this.operation().state));
  protected readonly silent = computed(() => isSilent(this.operation()));
}
