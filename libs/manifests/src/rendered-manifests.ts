import type { Manifest, RenderedManifests } from './manifest';
import { manifestText } from './manifest-text';

/** Objects with their YAML, which is written on demand: most callers only apply the objects. */
export function renderedManifests(objects: readonly Manifest[]): RenderedManifests {
  return {
    objects,
    get text() {
      return manifestText(objects);
    },
  };
}
