import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { focusNewPages } from './core/page-focus';
import { Preferences } from './core/preferences';

@Component({
  selector: 'app-root',
  imports: [RouterOutlet],
  template: '<router-outlet />',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AppComponent {
  /** Created here, so that theme and language apply before the first page. */
  protected readonly preferences = inject(Preferences);

  constructor() {
    focusNewPages();
  }
}
