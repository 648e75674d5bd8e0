/** A value that a manifest may contain: JSON. */
export type ManifestValue =
  string | number | boolean | null | readonly ManifestValue[] | { readonly [key: string]: ManifestValue };

const isPlainObject = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/**
 * A copy of a value that contains nothing but JSON.
 *
 * @throws TypeError that names what is not JSON, and where in the value it is
 */
export function manifestValue(value: unknown, path = 'it'): ManifestValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'object') return manifestTree(value, path);
  throw new TypeError(`${path} is ${typeof value === 'number' ? String(value) : typeof value}`);
}

function manifestTree(value: object, path: string): ManifestValue {
  if (value instanceof String) return value.toString();
  if (Array.isArray(value)) return value.map((item, index) => manifestValue(item, `${path}[${index}]`));
  if (!isPlainObject(value)) throw new TypeError(`${path} is an object of class ${value.constructor.name}`);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, manifestValue(item, `${path}.${key}`)]));
}
