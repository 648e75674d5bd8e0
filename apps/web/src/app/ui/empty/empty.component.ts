import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { IconComponent } from '../icon/icon.component';
import type { IconName } from '../icon/icons';

/** Why there is nothing here, and (as content) what to do next. */
@Component({
  selector: 'app-empty',
  imports: [IconComponent],
  template: `
    <span class="badge"><app-icon [name]="icon()" /></span>
    @if (ofPage()) {
      <h1>{{ heading() }}</h1>
    } @else {
      <h2>{{ heading() }}</h2>
    }
    <p class="muted">{{ text() }}</p>
    <div class="actions"><ng-content /></div>
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: var(--app-space-2);
      padding: var(--app-space-7) var(--app-space-5);
      text-align: center;
    }
    .badge {
      display: grid;
      place-items: center;
      width: 52px;
      height: 52px;
      margin-bottom: var(--app-space-2);
      border-radius: 16px;
      background: var(--app-accent-soft);
      color: var(--app-accent);
      font-size: 22px;
    }
    p {
      max-width: 52ch;
    }
    .actions:not(:empty) {
      margin-top: var(--app-space-3);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EmptyComponent {
  readonly icon = input.required<IconName>();
  readonly heading = input.required<string>();
  readonly text = input.required<string>();
  /** Whether this is all that the page has to say. */
  readonly ofPage = input(false);
}
