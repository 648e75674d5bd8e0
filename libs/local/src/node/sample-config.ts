import type { SampleConfig } from '@heddle/topology';
import { dump, load } from 'js-yaml';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

type Mapping = Record<string, unknown>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function setAt(target: Mapping, path: readonly string[], value: unknown): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  const next = target[head];
  const child = isMapping(next) ? next : {};
  target[head] = child;
  setAt(child, rest, value);
}

function filled(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) return value.map((item) => filled(item, fill));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, fill)]));
}

/** Fabric's whole sample configuration with the workload's changes. */
export async function patchedSample(
  folder: string,
  { file, set }: SampleConfig,
  fill: (text: string) => string,
): Promise<string> {
  const sample: unknown = load(await readFile(join(folder, file), 'utf8'));
  if (!isMapping(sample)) throw new TypeError(`${join(folder, file)} is no YAML mapping`);
  for (const [path, value] of Object.entries(set)) setAt(sample, path.split('.'), filled(value, fill));
  return dump(sample, { lineWidth: -1 });
}
