import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { closure, importedPackages } from './runtime-packages.ts';

describe('the packages of an image', () => {
  it('start with the packages that a bundle imports by name, as a namespace, dynamically, or by path', () => {
    const source = `import { a } from "@scope/one/file.js";\nimport "two";\nconst c = await import("three");
      export * from './chunk-A.js';\nimport { join } from "node:path";\nimport fs from "fs";
      const d = createRequire(import.meta.url).resolve("four/package.json");`;
    assert.deepEqual(importedPackages([source]), ['@scope/one', 'four', 'three', 'two']);
  });

  it('ignore imports in programs that the bundle only holds as text', () => {
    const source = `const go = \`package shim\\n\\nimport (\\n\\t"flag"\\n)\\n\${name}\`;
      const one = 'import "os/exec"'; import { a } from "one";`;
    assert.deepEqual(importedPackages([source]), ['one']);
  });

  it('include their dependencies, the nearest first', () => {
    const locked = {
      'node_modules/a': { dependencies: { b: '1' } },
      'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
      'node_modules/b': {},
      'node_modules/c': { optionalDependencies: { 'for-another-machine': '1' } },
      'node_modules/unused': {},
    };
    assert.deepEqual(closure(locked, ['a']), ['node_modules/a', 'node_modules/a/node_modules/b', 'node_modules/c']);
  });

  it('include only the optional peers that the workspace itself depends on, such as a database driver', () => {
    const orm = {
      peerDependencies: { driver: '1', other: '1' },
      peerDependenciesMeta: { driver: { optional: true }, other: { optional: true } },
    };
    const locked = {
      '': { dependencies: { driver: '1' } },
      'node_modules/orm': orm,
      'node_modules/driver': {},
      'node_modules/other': {},
    };
    assert.deepEqual(closure(locked, ['orm']), ['node_modules/driver', 'node_modules/orm']);
  });

  it('require every package to be in the lock file', () => {
    assert.throws(() => closure({}, ['lost']), /lost is needed by the bundle/);
  });
});
