import { valueKey, type TransientPayload } from '@heddle/contracts';

/** Transient values that wait to be sent; a newer value replaces one with the same key. */
export class NewestValues {
  readonly #values = new Map<string, TransientPayload>();

  add(values: readonly TransientPayload[]): void {
    for (const value of values) this.#values.set(valueKey(value), value);
  }

  /** Removes and returns what waits. */
  take(): TransientPayload[] {
    const values = [...this.#values.values()];
    this.#values.clear();
    return values;
  }
}
