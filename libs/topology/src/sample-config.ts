import { dump, load } from 'js-yaml';
import type { SampleConfig } from './workload';

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

/**
 * Fabric's whole sample configuration with a workload's changes.
 *
 * @param sample text of the sample of the node's own Fabric version
 * @param fill replaces placeholders with the runtime's folders
 */
export function patchSampleConfig(sample: string, { file, set }: SampleConfig, fill: (text: string) => string): string {
  const config: unknown = load(sample);
  if (!isMapping(config)) throw new TypeError(`The sample of ${file} is not a YAML mapping`);
  for (const [path, value] of Object.entries(set)) setAt(config, path.split('.'), filled(value, fill));
  return dump(config, { lineWidth: -1 });
}
