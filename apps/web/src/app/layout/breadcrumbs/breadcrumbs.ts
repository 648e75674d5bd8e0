import { DOCUMENT, DestroyRef, Injectable, computed, effect, inject, signal, type Signal } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';

/** One place on the way to a page: a name as it is, or a translation key. */
export type Crumb = { key: string; link: string } | { label: string; link: string };

/** Where the reader is; pages say it, the top bar shows it, and the window's title follows. */
@Injectable({ providedIn: 'root' })
export class Breadcrumbs {
  readonly #document = inject(DOCUMENT);
  readonly #transloco = inject(TranslocoService);
  readonly #source = signal<Signal<readonly Crumb[]> | null>(null);
  readonly crumbs = computed(() => this.#source()?.() ?? []);

  constructor() {
    effect(() => {
      const last = this.crumbs().at(-1);
      const name = last === undefined ? '' : 'label' in last ? last.label : this.#transloco.translate(last.key);
      this.#document.title = name === '' ? 'Heddle' : `${name} · Heddle`;
    });
  }

  show(source: Signal<readonly Crumb[]>): void {
    this.#source.set(source);
  }

  hide(source: Signal<readonly Crumb[]>): void {
    if (this.#source() === source) this.#source.set(null);
  }
}

/** Call in a page's constructor: shows `crumbs` while the page lives. */
export function breadcrumbs(crumbs: () => readonly Crumb[]): void {
  const trail = inject(Breadcrumbs);
  const source = computed(crumbs);
  trail.show(source);
  inject(DestroyRef).onDestroy(() => {
    trail.hide(source);
  });
}
