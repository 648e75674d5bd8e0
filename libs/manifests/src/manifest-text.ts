import { dump } from 'js-yaml';
import type { Manifest } from './manifest';

/** Objects as YAML, for people and for `kubectl apply -f`; parsing it gives the same objects again. */
export function manifestText(objects: readonly Manifest[]): string {
  return objects.map((object) => dump(object, { lineWidth: -1, noRefs: true })).join('---\n');
}
