import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Connectivity } from '../../core/connectivity';
import { LiveFeed } from '../../live/live-feed';
import { Formats } from '../../ui/time/formats';

/** Whether what is shown is live; when it is not, as of when. */
@Component({
  selector: 'app-connection-chip',
  imports: [TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (state() !== 'idle') {
      <span class="dot"></span>
      <span role="status">{{ t('live.' + state(), { time: heardAt() }) }}</span>
    }
  </ng-container>`,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 7px;
      padding: 0 var(--app-space-3);
      font-size: var(--app-text-sm);
      white-space: nowrap;
    }
    .dot {
      width: 8px;
      height: 8px;
      border-radius: 50%;
      background: var(--app-tone-warn-line);
    }
    :host(.live) .dot {
      background: var(--app-tone-ok-line);
    }
    :host(.connecting) .dot {
      background: var(--app-tone-idle-line);
    }
    @media (max-width: 480px) {
      :host(.live) span:not(.dot) {
        display: none;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '[class]': 'state()' },
})
export class ConnectionChipComponent {
  readonly #feed = inject(LiveFeed);
  readonly #connectivity = inject(Connectivity);
  readonly #formats = inject(Formats);
  /** Without a network nothing is live, however long the socket takes to notice. */
  protected readonly state = computed(() => (this.#connectivity.online() ? this.#feed.state() : 'offline'));
  protected readonly heardAt = computed(() => this.#formats.clockTime(new Date(this.#feed.heardAt()).toISOString()));
}
