import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { closure, importedPackages } from './runtime-packages.mjs';

describe('what an image needs of node_modules', () => {
  it('begins with the packages that a bundle imports, by name, as a whole, lazily, or by place', () => {
    const source = `import { a } from "@scope/one/file.js";\nimport "two";\nconst c = await import("three");
      export * from './chunk-A.js';\nimport { join } from "node:path";\nimport fs from "fs";
      const d = createRequire(import.meta.url).resolve("four/package.json");`;
    assert.deepEqual(importedPackages([source]), ['@scope/one', 'four', 'three', 'two']);
  });

  it('takes no import of a program that the bundle only holds as text', () => {
    const source = `const go = \`package shim\\n\\nimport (\\n\\t"flag"\\n)\\n\${name}\`;
      const one = 'import "os/exec"'; import { a } from "one";`;
    assert.deepEqual(importedPackages([source]), ['one']);
  });

  it('goes on with what those need, the nearest first', () => {
    const locked = {
      'node_modules/a': { dependencies: { b: '1' } },
      'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
      'node_modules/b': {},
      'node_modules/c': { optionalDependencies: { 'for-another-machine': '1' } },
      'node_modules/unused': {},
    };
    assert.deepEqual(closure(locked, ['a']), ['node_modules/a', 'node_modules/a/node_modules/b', 'node_modules/c']);
  });

  it('has the optional peers that the workspace itself depends on, such as a database driver, and no others', () => {
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

  it('fails for a package that is not locked', () => {
    assert.throws(() => closure({}, ['lost']), /lost is needed by the bundle/);
  });
});
