import { randomBytes } from 'node:crypto';
import { manifestValue, type ManifestValue } from './manifest-value';

/**
 * The values of one rendering, kept apart from the template's text: where a template outputs a value, the text gets a
 * mark, and the value is inserted only after the text has been parsed as YAML. What a value contains is therefore never
 * parsed as YAML. Marks hold 128 random bits, so that no value can contain one.
 */
export class Holes {
  readonly #values: ManifestValue[] = [];
  readonly #prefix = `heddle${randomBytes(16).toString('hex')}x`;
  readonly #mark = new RegExp(`${this.#prefix}(\\d+)x`, 'g');
  readonly #wholeMark = new RegExp(`^${this.#prefix}(\\d+)x$`);

  /** Keeps a value and returns its mark. */
  add(value: unknown): string {
    this.#values.push(this.#filled(manifestValue(value)));
    return `${this.#prefix}${this.#values.length - 1}x`;
  }

  /** The value of a text that is one mark and nothing else. */
  valueOf(text: string): { readonly value: ManifestValue } | undefined {
    const index = this.#wholeMark.exec(text)?.[1];
    return index === undefined ? undefined : { value: this.#at(index) };
  }

  /**
   * A text with its values inserted.
   *
   * @throws TypeError for a list or map in the middle of a text
   */
  fill(text: string): string {
    return text.replace(this.#mark, (_mark, index: string) => {
      const value = this.#at(index);
      if (typeof value === 'object') throw new TypeError(`a ${kindOf(value)} is in the middle of a text`);
      return String(value);
    });
  }

  /** A text without its values, for messages. */
  hide(text: string): string {
    return text.replace(this.#mark, '{{ … }}');
  }

  #at(index: string): ManifestValue {
    const value = this.#values[Number(index)];
    if (value === undefined) throw new RangeError(`there is no value ${index}`);
    return value;
  }

  /** Text that a template captured (`{% set x %}…{% endset %}`) contains marks of earlier values. */
  #filled(value: ManifestValue): ManifestValue {
    if (typeof value === 'string') return this.fill(value);
    if (typeof value !== 'object' || value === null) return value;
    if (isList(value)) return value.map((item) => this.#filled(item));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.fill(key), this.#filled(item)]));
  }
}

const isList = (value: ManifestValue): value is readonly ManifestValue[] => Array.isArray(value);

const kindOf = (value: ManifestValue): string => (value === null ? 'null' : isList(value) ? 'list' : 'map');
