import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { CopyButtonComponent } from '../copy/copy-button.component';

/** Lines to copy: commands, settings, a program. */
@Component({
  selector: 'app-code',
  imports: [CopyButtonComponent],
  template: `
    <app-copy-button [text]="text()" [label]="label()" />
    <pre class="code-block" tabindex="0" role="region" [attr.aria-label]="label()">{{ text() }}</pre>
  `,
  styles: `
    :host {
      display: grid;
    }
    app-copy-button {
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
  readonly text = input.required<string>();
  /** What the lines are, for those who do not see where they are on the page. */
  readonly label = input.required<string>();
}
