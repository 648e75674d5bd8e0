import { Injectable, inject } from '@angular/core';
import { Preferences } from '../../core/preferences';
import { Clock } from './clock';
import { bytes, duration, timeOfDay } from './relative';

/** Numbers, sizes and durations in the reader's language; reads signals, so templates follow along. */
@Injectable({ providedIn: 'root' })
export class Formats {
  readonly #preferences = inject(Preferences);
  readonly #clock = inject(Clock);

  bytes(value: number): string {
    return bytes(value, this.#preferences.locale());
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.#preferences.locale()).format(value);
  }

  percent(share: number): string {
    return new Intl.NumberFormat(this.#preferences.locale(), { style: 'percent', maximumFractionDigits: 0 }).format(
      share,
    );
  }

  clockTime(at: string): string {
    const format = new Intl.DateTimeFormat(this.#preferences.locale(), { timeStyle: 'medium', hourCycle: 'h23' });
    return format.format(Date.parse(at));
  }

  /** With the date unless it is today. */
  timeOfDay(at: string): string {
    return timeOfDay(Date.parse(at), this.#clock.now(), this.#preferences.locale());
  }

  /** Between two instants; up to now when the second is not there yet. */
  between(from: string, to: string | null): string {
    const end = to === null ? this.#clock.now() : Date.parse(to);
    return duration(end - Date.parse(from), this.#preferences.locale());
  }
}
