import { dump } from 'js-yaml';
import type { Manifest } from './manifest';

/** Objects as YAML, for users and for `kubectl apply -f`; parsing it returns the same objects. */
export function manifestText(objects: readonly Manifest[]): string {
  return objects.map((object) => dump(object, { lineWidth: -1, noRefs: true })).join('---\n');
}
