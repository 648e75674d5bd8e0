import type { Manifest, RenderedManifests } from './manifest';
import { manifestText } from './manifest-text';

/** Objects with their YAML, which is written when somebody asks for it: most who render apply the objects. */
export function renderedManifests(objects: readonly Manifest[]): RenderedManifests {
  return {
    objects,
    get text() {
      return manifestText(objects);
    },
  };
}
