import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entryFiles } from './entries.ts';
import { importPath, isExternal, namedExports } from './externals.ts';

describe('a bundle', () => {
  it('starts with main and has one file per additional entry', () => {
    assert.deepEqual(entryFiles('/src', []), { main: '/src/main.ts' });
    assert.deepEqual(entryFiles('/src', ['stop-nodes', 'main']), {
      main: '/src/main.ts',
      'stop-nodes': '/src/stop-nodes.ts',
    });
  });

  it('keeps packages and Node’s modules as imports, and bundles the workspace’s libraries', () => {
    assert.deepEqual(['node:fs', 'zod', '@nestjs/core'].map(isExternal), [true, true, true]);
    assert.deepEqual(['./a', '/repo/a', '@heddle/data', '@oxc-project/runtime/helpers/decorate'].map(isExternal), [
      false,
      false,
      false,
      false,
    ]);
  });

  it('resolves a file inside a package without exports as Node does', () => {
    assert.equal(
      importPath('google-protobuf/google/protobuf/timestamp_pb'),
      'google-protobuf/google/protobuf/timestamp_pb.js',
    );
    for (const id of ['zod', 'node:fs/promises', '@nestjs/core', 'not-a-package/file', 'rxjs/operators'])
      assert.equal(importPath(id), id);
  });

  it('declares named exports that Node cannot detect in CommonJS', () => {
    const code = namedExports('google-protobuf/google/protobuf/timestamp_pb');
    assert.match(code, /from "google-protobuf\/google\/protobuf\/timestamp_pb\.js"/);
    assert.match(code, /export const \{ Timestamp \} = all/);
  });
});
