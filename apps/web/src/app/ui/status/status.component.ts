import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { Health } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { IconComponent } from '../icon/icon.component';
import { HealthTexts } from './health-texts';
import { toneOf, type StatusKind } from './tones';

/** A state as icon, word and colour, never as colour alone; the reason shows on hover. */
@Component({
  selector: 'app-status',
  imports: [IconComponent, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <app-icon [name]="tone() === 'idle' && state() === 'pending' ? 'pending' : tone()" />
    <span>{{ t('status.' + kind() + '.' + state()) }}</span>
  </ng-container>`,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 5px;
      padding: 1px 9px 1px 5px;
      border-radius: 999px;
      font-size: var(--app-text-sm);
      font-weight: 550;
      line-height: 22px;
      white-space: nowrap;
    }
    app-icon {
      width: 16px;
      height: 16px;
    }
    :host(.ok) {
      color: var(--app-tone-ok-fg);
      background: var(--app-tone-ok-bg);
    }
    :host(.busy) {
      color: var(--app-tone-busy-fg);
      background: var(--app-tone-busy-bg);
    }
    :host(.warn) {
      color: var(--app-tone-warn-fg);
      background: var(--app-tone-warn-bg);
    }
    :host(.bad) {
      color: var(--app-tone-bad-fg);
      background: var(--app-tone-bad-bg);
    }
    :host(.idle) {
      color: var(--app-tone-idle-fg);
      background: var(--app-tone-idle-bg);
    }
    :host(.unknown) {
      color: var(--app-tone-unknown-fg);
      background: var(--app-tone-unknown-bg);
    }
    @media (forced-colors: active) {
      :host {
        border: 1px solid;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '[class]': 'tone()', '[attr.title]': 'title()' },
})
export class StatusComponent {
  readonly kind = input.required<StatusKind>();
  readonly state = input.required<string>();
  /** The English sentence of the source of the state. */
  readonly reason = input<string | null>(null);
  /** Why it is in this state; replaces the reason. */
  readonly health = input<Health | null>(null);
  readonly #texts = inject(HealthTexts);
  protected readonly title = computed(() => this.#texts.of(this.reason(), this.health()).join('\n') || null);
  protected readonly tone = computed(() => toneOf(this.kind(), this.state()));
}
