import type { Holes } from './holes';
import { Hole } from './manifest-schema';
import type { ManifestValue } from './manifest-value';

/**
 * Inserts the values of a rendering into a parsed document.
 *
 * @throws TypeError for keys that are not strings, for duplicate keys, and for values that a manifest cannot contain
 */
export function fillDocument(node: unknown, holes: Holes): ManifestValue {
  if (node instanceof Hole) return node.value;
  if (typeof node === 'string') return holes.fill(node);
  if (Array.isArray(node)) return node.map((item) => fillDocument(item, holes));
  if (node instanceof Map) return filledMap(node, holes);
  if (node === null || typeof node === 'number' || typeof node === 'boolean') return node;
  throw new TypeError(`a ${typeof node} is not allowed in a manifest`);
}

function filledMap(map: ReadonlyMap<unknown, unknown>, holes: Holes): ManifestValue {
  const entries = new Map<string, ManifestValue>();
  for (const [key, value] of map) {
    const name = filledKey(key, holes);
    if (entries.has(name)) throw new TypeError(`the key ${JSON.stringify(name)} comes twice in one map`);
    entries.set(name, fillDocument(value, holes));
  }
  return Object.fromEntries(entries);
}

function filledKey(key: unknown, holes: Holes): string {
  const filled = fillDocument(key, holes);
  if (typeof filled === 'object') throw new TypeError('a list or map cannot be a key');
  return String(filled);
}
