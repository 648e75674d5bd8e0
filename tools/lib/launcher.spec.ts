import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { fromRoot } from './root.mjs';

/** What a module imports when it is loaded; imports by `import()` come later. */
function importsOf(file: string): string[] {
  const statements = readFileSync(file, 'utf8').matchAll(/^(?:import|export|\}) ?.*from '([^']+)';$/gm);
  return [...statements].map(([, specifier = '']) => specifier);
}

/** Everything that the launcher loads before it enters the project's Node: its modules, and what they import besides. */
function loadedFirst() {
  const files = new Set([fromRoot('tools', 'heddle.mjs')]);
  const others = new Set<string>();
  for (const file of files)
    for (const specifier of importsOf(file))
      if (specifier.startsWith('.')) files.add(join(dirname(file), specifier));
      else others.add(specifier);
  return { files: [...files].map((file) => relative(fromRoot('tools'), file)).sort(), others: [...others] };
}

describe('what the launcher loads before the project’s Node', () => {
  const { files, others } = loadedFirst();

  it('is JavaScript that imports no package', () => {
    assert.deepEqual(
      files.filter((file) => !file.endsWith('.mjs')),
      [],
    );
    assert.deepEqual(
      others.filter((specifier) => !specifier.startsWith('node:')),
      [],
    );
  });

  it('is the only JavaScript of lib, setup and commands', () => {
    const all = ['lib', 'setup', 'commands'].flatMap((folder) =>
      readdirSync(fromRoot('tools', folder)).map((name) => join(folder, name)),
    );
    assert.deepEqual(
      all.filter((file) => file.endsWith('.mjs')).sort(),
      files.filter((file) => file !== 'heddle.mjs'),
    );
  });
});
