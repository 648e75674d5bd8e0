import { DOCUMENT, Injectable, computed, effect, inject, signal } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { LANGUAGES, isLanguage, preferredLanguage, type LanguageId } from './i18n/languages';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

function stored(key: string): string | null {
  return globalThis.localStorage.getItem(`heddle.${key}`);
}

/** What the user chose for this browser: theme, language, width of the rail. */
@Injectable({ providedIn: 'root' })
export class Preferences {
  readonly #document = inject(DOCUMENT);
  readonly #transloco = inject(TranslocoService);

  readonly theme = signal<Theme>(THEMES.find((theme) => theme === stored('theme')) ?? 'system');
  readonly language = signal<LanguageId>(this.#firstLanguage());
  /** Keys without a modifier, such as `/`, can be in the way of speech input. */
  readonly shortcuts = signal(stored('shortcuts') !== 'off');
  readonly railCollapsed = signal(stored('rail') === 'collapsed');
  readonly locale = computed(() => LANGUAGES.find(({ id }) => id === this.language())?.locale ?? 'en-GB');

  constructor() {
    effect(() => {
      this.#document.documentElement.dataset['theme'] = this.theme();
      globalThis.localStorage.setItem('heddle.theme', this.theme());
    });
    effect(() => {
      this.#document.documentElement.lang = this.language() === 'zh' ? 'zh-CN' : 'en';
      this.#transloco.setActiveLang(this.language());
      globalThis.localStorage.setItem('heddle.language', this.language());
    });
    effect(() => {
      globalThis.localStorage.setItem('heddle.shortcuts', this.shortcuts() ? 'on' : 'off');
    });
    effect(() => {
      globalThis.localStorage.setItem('heddle.rail', this.railCollapsed() ? 'collapsed' : 'open');
    });
  }

  #firstLanguage(): LanguageId {
    const chosen = stored('language');
    return isLanguage(chosen) ? chosen : preferredLanguage(globalThis.navigator.languages);
  }
}
