import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Formats } from '../../../ui/time/formats';

type Measure = 'cpu' | 'memory' | 'pods';

/** What of a node's capacity is asked for and used: two bars, one inside the other, with the same in words. */
@Component({
  selector: 'app-usage-bar',
  imports: [TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <span class="track" aria-hidden="true">
      <span class="requested" [class.full]="requestedShare() >= 0.9" [style.width.%]="requestedShare() * 100"></span>
      @if (used() !== null) {
        <span class="used" [style.width.%]="usedShare() * 100"></span>
      }
    </span>
    <span class="words">
      {{ t('clusters.requestedOf', { requested: format(requested()), capacity: format(capacity()) }) }}
      @if (used(); as amount) {
        <span class="muted"> {{ t('clusters.used', { used: format(amount) }) }}</span>
      }
    </span>
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: 4px;
      min-width: 150px;
    }
    .track {
      position: relative;
      height: 8px;
      overflow: hidden;
      border-radius: 4px;
      background: var(--app-surface-3);
    }
    .requested,
    .used {
      position: absolute;
      inset-block: 0;
      inset-inline-start: 0;
      border-radius: 4px;
      background: var(--app-tone-busy-line);
    }
    .full {
      background: var(--app-tone-warn-line);
    }
    .used {
      inset-block: 2px;
      border-radius: 2px;
      background: var(--app-fg);
    }
    .words {
      font-size: var(--app-text-xs);
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    @media (forced-colors: active) {
      .track {
        border: 1px solid;
      }
      .requested {
        background: Highlight;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UsageBarComponent {
  readonly #formats = inject(Formats);
  readonly measure = input.required<Measure>();
  readonly capacity = input.required<number>();
  readonly requested = input.required<number>();
  /** Null where the cluster does not measure it. */
  readonly used = input<number | null>(null);
  protected readonly requestedShare = computed(() => shareOf(this.requested(), this.capacity()));
  protected readonly usedShare = computed(() => shareOf(this.used() ?? 0, this.capacity()));

  /** CPU comes in thousandths of a core. */
  protected format(amount: number): string {
    switch (this.measure()) {
      case 'cpu':
        return this.#formats.number(Math.round(amount / 10) / 100);
      case 'memory':
        return this.#formats.bytes(amount);
      case 'pods':
        return this.#formats.number(amount);
    }
  }
}

function shareOf(amount: number, capacity: number): number {
  return capacity === 0 ? 0 : Math.min(1, amount / capacity);
}
