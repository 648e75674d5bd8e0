import { Clipboard } from '@angular/cdk/clipboard';
import { ChangeDetectionStrategy, Component, inject, input, linkedSignal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { IconComponent } from '../icon/icon.component';

/** Lines to copy: commands, settings, a program. */
@Component({
  selector: 'app-code',
  imports: [IconComponent, MatButtonModule, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <button matButton type="button" [attr.aria-label]="t('action.copyNamed', { name: label() })" (click)="copy()">
      <app-icon [name]="copied() ? 'check' : 'copy'" /> {{ t('action.copy') }}
    </button>
    <pre class="code-block" tabindex="0" role="region" [attr.aria-label]="label()">{{ text() }}</pre>
  </ng-container>`,
  styles: `
    :host {
      display: grid;
    }
    button {
      justify-self: end;
    }
    pre {
      white-space: pre;
      overflow-wrap: normal;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CodeComponent {
  readonly #clipboard = inject(Clipboard);
  readonly text = input.required<string>();
  /** What the lines are, for those who do not see where they are on the page. */
  readonly label = input.required<string>();
  /** Of the text that is shown now. */
  protected readonly copied = linkedSignal({ source: this.text, computation: () => false });

  protected copy(): void {
    this.copied.set(this.#clipboard.copy(this.text()));
  }
}
