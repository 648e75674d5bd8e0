import type { Manifest } from '@heddle/manifests';
import { parseQuantity } from '../../access/quantity';
import type { LiveObject } from '../requests/live-object';

/** Lists whose items are identified by a field, as server-side apply merges them; others are compared as a whole. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  volumes: 'name',
  env: 'name',
  imagePullSecrets: 'name',
  volumeMounts: 'mountPath',
};
/** The numbers of a container's and of a Service's ports. */
const PORT_KEYS = ['containerPort', 'port'] as const;

/** Fields that identify the object, and those of the server. */
const IDENTITY = new Set(['apiVersion', 'kind', 'status']);
const QUANTITY_MAPS = new Set(['requests', 'limits', 'capacity', 'hard']);
const QUANTITY_FIELDS = new Set(['sizeLimit', 'storage', 'divisor']);

type Fields = Readonly<Record<string, unknown>>;

/**
 * The paths at which a live object differs from what was rendered: `spec.replicas`. What the cluster adds by itself
 * (defaults, items and annotations of others) is no drift, nor are two spellings of one quantity.
 */
export function driftOf(desired: Manifest, live: LiveObject): string[] {
  return Object.entries(withData(desired)).flatMap(([field, value]) =>
    IDENTITY.has(field) ? [] : compare(value, live[field], [field]),
  );
}

/** Secrets are written as text and read in base64. */
function withData(desired: Manifest): Fields {
  const { stringData, data, ...rest } = desired as Fields;
  if (stringData === undefined) return desired;
  const encoded = Object.entries(stringData as Record<string, string>).map(([name, text]) => [
    name,
    Buffer.from(text).toString('base64'),
  ]);
  return { ...rest, data: { ...((data ?? {}) as Fields), ...(Object.fromEntries(encoded) as Fields) } };
}

function compare(desired: unknown, live: unknown, path: readonly string[]): string[] {
  if (isNothing(desired)) return isNothing(live) ? [] : left(desired, live, path);
  if (Array.isArray(desired)) return Array.isArray(live) ? compareLists(desired, live, path) : [path.join('.')];
  if (isFields(desired)) return isFields(live) ? compareFields(desired, live, path) : [path.join('.')];
  return isSame(desired, live, path) ? [] : [path.join('.')];
}

/** An empty map requires nothing in it; any other empty value must be as empty in the cluster. */
function left(desired: unknown, live: unknown, path: readonly string[]): string[] {
  return desired === null || (isFields(desired) && isFields(live)) ? [] : [path.join('.')];
}

function compareFields(desired: Fields, live: Fields, path: readonly string[]): string[] {
  return Object.entries(desired).flatMap(([field, value]) => compare(value, live[field], [...path, field]));
}

function compareLists(desired: readonly unknown[], live: readonly unknown[], path: readonly string[]): string[] {
  const key = mergeKey(desired, path);
  if (key !== undefined) {
    return desired.flatMap((item) => {
      const name = (item as Fields)[key];
      const other = live.find((one) => isFields(one) && one[key] === name);
      return compare(item, other, [...path, String(name)]);
    });
  }
  if (desired.length !== live.length) return [path.join('.')];
  return desired.flatMap((item, index) => compare(item, live[index], [...path, String(index)]));
}

function mergeKey(items: readonly unknown[], path: readonly string[]): string | undefined {
  const field = path.at(-1) ?? '';
  const candidates = field === 'ports' && !path.includes('ingress') && !path.includes('egress') ? PORT_KEYS : [];
  const known = MERGE_KEYS[field];
  return [...(known === undefined ? [] : [known]), ...candidates].find((key) => isKeyOf(key, items));
}

/** Whether the items are identified by a field; a list may hold the same port once for each protocol. */
function isKeyOf(key: string, items: readonly unknown[]): boolean {
  const names = items.map((item) => (isFields(item) ? item[key] : undefined));
  return names.every((name) => name !== undefined) && new Set(names).size === names.length;
}

function isSame(desired: unknown, live: unknown, path: readonly string[]): boolean {
  if (desired === live) return true;
  const isQuantity = QUANTITY_MAPS.has(path.at(-2) ?? '') || QUANTITY_FIELDS.has(path.at(-1) ?? '');
  return isQuantity && isScalar(desired) && isScalar(live) && isSameQuantity(String(desired), String(live));
}

/** `500m` is `0.5`; their binary fractions need not be equal. */
function isSameQuantity(one: string, other: string): boolean {
  const [a, b] = [parseQuantity(one), parseQuantity(other)];
  return Math.abs(a - b) <= Math.abs(a) * 1e-9;
}

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** Values that the API server drops, as they equal none. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
