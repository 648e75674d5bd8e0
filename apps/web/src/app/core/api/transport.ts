import { InjectionToken, inject } from '@angular/core';
import { Transport, type Fetch } from '@heddle/client';

/** The browser's fetch; replaced in specs. */
export const FETCH = new InjectionToken<Fetch>('FETCH', {
  providedIn: 'root',
  factory: () => (address, init) => globalThis.fetch(address, init),
});

export const TRANSPORT = new InjectionToken<Transport>('TRANSPORT', {
  providedIn: 'root',
  factory: () => new Transport({ fetch: inject(FETCH) }),
});
