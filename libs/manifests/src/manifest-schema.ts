import { CORE_SCHEMA, NOT_RESOLVED, defineScalarTag, intCoreTag, mergeTag, realMapTag, type Schema } from 'js-yaml';
import type { Holes } from './holes';
import type { ManifestValue } from './manifest-value';

/** A place where a value is the whole scalar, outside of quotes: it keeps its type there. */
export class Hole {
  constructor(readonly value: ManifestValue) {}
}

const MARK_TAG = 'tag:heddle.dev,2026:value';

/** File modes are written with a leading zero, which YAML 1.2 reads as decimal and Kubernetes as octal. */
const intTag = defineScalarTag<number>(intCoreTag.tagName, {
  ...intCoreTag,
  resolve: (source, isExplicit, tagName) =>
    /^0[0-7]+$/.test(source) ? Number.parseInt(source, 8) : intCoreTag.resolve(source, isExplicit, tagName),
});

/**
 * YAML with the values of one rendering. Maps stay `Map`s, so that keys may be values.
 */
export function manifestSchema(holes: Holes): Schema {
  const holeTag = defineScalarTag<Hole>(MARK_TAG, {
    implicit: true,
    implicitFirstChars: ['h'],
    resolve: (source) => {
      const found = holes.valueOf(source);
      return found === undefined ? NOT_RESOLVED : new Hole(found.value);
    },
    identify: () => false,
  });
  return CORE_SCHEMA.withTags(intTag, mergeTag, realMapTag, holeTag);
}
