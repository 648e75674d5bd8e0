import { Injectable } from '@angular/core';
import type { Translation, TranslocoLoader } from '@jsverse/transloco';

/** One chunk per language, fetched when it is first wanted. */
@Injectable()
export class TranslationLoader implements TranslocoLoader {
  getTranslation(language: string): Promise<Translation> {
    return language === 'zh' ? import('../../i18n/zh').then((m) => m.zh) : import('../../i18n/en').then((m) => m.en);
  }
}
