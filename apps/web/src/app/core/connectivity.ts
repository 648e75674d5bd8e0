import { DestroyRef, Injectable, inject, signal } from '@angular/core';

/** Whether this machine has a network at all; without one, writes are not offered. */
@Injectable({ providedIn: 'root' })
export class Connectivity {
  readonly #online = signal(globalThis.navigator.onLine);
  readonly online = this.#online.asReadonly();

  constructor() {
    const update = () => {
      this.#online.set(globalThis.navigator.onLine);
    };
    globalThis.addEventListener('online', update);
    globalThis.addEventListener('offline', update);
    inject(DestroyRef).onDestroy(() => {
      globalThis.removeEventListener('online', update);
      globalThis.removeEventListener('offline', update);
    });
  }
}
