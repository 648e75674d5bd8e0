import { Clipboard } from '@angular/cdk/clipboard';
import { ChangeDetectionStrategy, Component, inject, input, linkedSignal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { IconComponent } from '../icon/icon.component';

/** Copies a text, and shows that it did for as long as the text is the same. */
@Component({
  selector: 'app-copy-button',
  imports: [IconComponent, MatButtonModule, TranslocoDirective],
  template: `<button
    *transloco="let t"
    matButton
    type="button"
    [attr.aria-label]="t('action.copyNamed', { name: label() })"
    (click)="copy()"
  >
    <app-icon [name]="copied() ? 'check' : 'copy'" /> {{ t('action.copy') }}
  </button>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CopyButtonComponent {
  readonly #clipboard = inject(Clipboard);
  readonly text = input.required<string>();
  /** What the text is, for those who do not see where the button is on the page. */
  readonly label = input.required<string>();
  protected readonly copied = linkedSignal({ source: this.text, computation: () => false });

  protected copy(): void {
    this.copied.set(this.#clipboard.copy(this.text()));
  }
}
