import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

/** Holds the place of content of about its own size while that loads for the first time. */
@Component({
  selector: 'app-skeleton',
  imports: [TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <span class="sr-only">{{ t('state.loading') }}</span>
    @for (width of widths(); track $index) {
      <span class="bar" [style.width.%]="width"></span>
    }
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: 18px;
      padding: var(--app-space-4);
    }
    .bar {
      height: 14px;
      border-radius: 7px;
      background: linear-gradient(90deg, var(--app-surface-2), var(--app-surface-3), var(--app-surface-2));
      background-size: 200% 100%;
      animation: sweep 1.4s ease-in-out infinite;
    }
    @keyframes sweep {
      from {
        background-position: 200% 0;
      }
      to {
        background-position: 0 0;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'status' },
})
export class SkeletonComponent {
  readonly lines = input(5);
  protected readonly widths = computed(() =>
    Array.from({ length: this.lines() }, (_, index) => 92 - ((index * 23) % 45)),
  );
}
