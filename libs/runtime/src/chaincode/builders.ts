import type { Language } from '@heddle/contracts';
import { basename } from 'node:path';
import { goBuilder } from './go-builder';
import { javaBuilder } from './java-builder';
import type { LanguageBuilder } from './language-builder';
import { nodeBuilder } from './node-builder';

export const LANGUAGE_BUILDERS: Readonly<Record<Language, LanguageBuilder>> = {
  go: goBuilder,
  node: nodeBuilder,
  java: javaBuilder,
};

/** Increased whenever the same source results in a different output. */
export const BUILDER_VERSION = 2;

/** The name of the only file of a source without a manifest, packed or not. */
export function singleSourceFile([only, ...others]: readonly string[]): string | undefined {
  return only !== undefined && others.length === 0 && /\.(go|[cm]?js|ts)$/.test(only) ? basename(only) : undefined;
}
