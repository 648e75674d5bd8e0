import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Preferences } from '../../core/preferences';
import { Clock } from './clock';
import { relativeTime } from './relative';

/** A moment as people say it, the exact one with its time zone on hover; genesis blocks carry none. */
@Component({
  selector: 'app-time',
  template: '<time [attr.datetime]="at()" [title]="exact()">{{ relative() }}</time>',
  styles: 'time { white-space: nowrap; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TimeComponent {
  readonly #clock = inject(Clock);
  readonly #preferences = inject(Preferences);
  readonly at = input.required<string>();
  protected readonly relative = computed(() =>
    Date.parse(this.at()) === 0
      ? '–'
      : relativeTime(Date.parse(this.at()), this.#clock.now(), this.#preferences.locale()),
  );
  protected readonly exact = computed(() =>
    new Intl.DateTimeFormat(this.#preferences.locale(), { dateStyle: 'medium', timeStyle: 'long' }).format(
      Date.parse(this.at()),
    ),
  );
}
