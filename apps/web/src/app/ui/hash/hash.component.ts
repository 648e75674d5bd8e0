import { Clipboard } from '@angular/cdk/clipboard';
import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { IconComponent } from '../icon/icon.component';

/** A hash or id, shortened in its middle, copied whole. */
@Component({
  selector: 'app-hash',
  imports: [IconComponent, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <code [title]="value()">{{ short() }}</code>
    <button type="button" [attr.aria-label]="t('action.copy')" (click)="copy()">
      <app-icon [name]="copied() ? 'check' : 'copy'" />
    </button>
  </ng-container>`,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 2px;
      white-space: nowrap;
    }
    button {
      display: inline-grid;
      place-items: center;
      width: 24px;
      height: 24px;
      padding: 0;
      border: 0;
      border-radius: 4px;
      background: none;
      color: var(--app-fg-muted);
      font-size: 12px;
      cursor: pointer;
    }
    button:hover {
      background: var(--app-surface-3);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HashComponent {
  readonly #clipboard = inject(Clipboard);
  readonly value = input.required<string>();
  protected readonly copied = signal(false);
  protected readonly short = computed(() => {
    const value = this.value();
    return value.length <= 18 ? value : `${value.slice(0, 8)}…${value.slice(-6)}`;
  });

  protected copy(): void {
    this.copied.set(this.#clipboard.copy(this.value()));
  }
}
