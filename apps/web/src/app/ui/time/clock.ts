import { DestroyRef, Injectable, inject, signal } from '@angular/core';

/** The present, for relative times and running durations; ticks once a second while it is looked at. */
@Injectable({ providedIn: 'root' })
export class Clock {
  readonly now = signal(Date.now());

  constructor() {
    const timer = setInterval(() => {
      if (globalThis.document.visibilityState === 'visible') this.now.set(Date.now());
    }, 1_000);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(timer);
    });
  }
}
