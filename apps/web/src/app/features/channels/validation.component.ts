import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { IconComponent } from '../../ui/icon/icon.component';

/** Fabric's verdict on a transaction, by Fabric's own word. */
@Component({
  selector: 'app-validation',
  imports: [IconComponent],
  template: "<app-icon [name]=\"valid() ? 'ok' : 'bad'\" /> <code>{{ code() }}</code>",
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 5px;
      color: var(--app-tone-bad-fg);
      white-space: nowrap;
    }
    :host(.valid) {
      color: var(--app-tone-ok-fg);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '[class.valid]': 'valid()' },
})
export class ValidationComponent {
  readonly code = input.required<string>();
  protected readonly valid = computed(() => this.code() === 'VALID');
}
