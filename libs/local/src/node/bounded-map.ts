/** Maximum number of entries: nodes that one machine can run. */
const CAPACITY = 4_096;

/** A map that forgets the entries that were set first, because removed nodes are never asked for again. */
export class BoundedMap<Value> extends Map<string, Value> {
  override set(key: string, value: Value): this {
    this.delete(key);
    super.set(key, value);
    const [oldest] = this.keys();
    if (this.size > CAPACITY && oldest !== undefined) this.delete(oldest);
    return this;
  }
}
