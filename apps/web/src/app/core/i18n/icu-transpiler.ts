import { Injectable } from '@angular/core';
import type { TranslocoTranspiler, TranspileParams } from '@jsverse/transloco';
import { IntlMessageFormat } from 'intl-messageformat';

/** Whole sentences in ICU syntax; interpreted, so it needs no `unsafe-eval`. */
@Injectable()
export class IcuTranspiler implements TranslocoTranspiler {
  #language = 'en';
  readonly #compiled = new Map<string, IntlMessageFormat>();

  onLangChanged(language: string): void {
    this.#language = language;
  }

  transpile({ value, params }: TranspileParams): unknown {
    if (typeof value !== 'string') return value;
    if (!value.includes('{')) return value;
    return this.#format(value).format(params);
  }

  #format(message: string): IntlMessageFormat {
    const key = `${this.#language}\n${message}`;
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const format = new IntlMessageFormat(message, this.#language, undefined, { ignoreTag: true });
    this.#compiled.set(key, format);
    return format;
  }
}
