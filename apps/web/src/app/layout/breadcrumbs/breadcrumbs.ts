import { DOCUMENT, DestroyRef, Injectable, computed, effect, inject, signal, type Signal } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { Preferences } from '../../core/preferences';

/** The name of what is not loaded yet. */
const UNKNOWN = '…';

/** One place on the way to a page: a name as it is, or a translation key. */
export type Crumb = { key: string; link: string } | { label: string; link: string };

/** Where the reader is; pages say it, the top bar shows it, and the window's title follows. */
@Injectable({ providedIn: 'root' })
export class Breadcrumbs {
  readonly #document = inject(DOCUMENT);
  readonly #transloco = inject(TranslocoService);
  readonly #preferences = inject(Preferences);
  readonly #source = signal<Signal<readonly Crumb[]> | null>(null);
  readonly crumbs = computed(() => this.#source()?.() ?? []);
  /** The page and what it belongs to, such as `Nodes · supply · Heddle`: tabs of a browser show little else. */
  readonly title = computed(() => [...this.#names(), 'Heddle'].join(' · '));

  constructor() {
    effect(() => {
      this.#document.title = this.title();
    });
  }

  show(source: Signal<readonly Crumb[]>): void {
    this.#source.set(source);
  }

  /** The page's own name and all names on the way to it, nearest first; sections in between say nothing new. */
  #names(): string[] {
    this.#preferences.language();
    const named = this.crumbs().map((crumb, index, { length }) => {
      if ('label' in crumb) return crumb.label;
      return index === length - 1 ? this.#transloco.translate(crumb.key) : '';
    });
    return named.filter((name) => name !== '' && name !== UNKNOWN).reverse();
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
