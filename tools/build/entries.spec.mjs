import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entryFiles } from './entries.mjs';
import { importPath, isExternal, namedExports } from './externals.mjs';

describe('a bundle', () => {
  it('starts with main and has one file for every further entry', () => {
    assert.deepEqual(entryFiles('/src', []), { main: '/src/main.ts' });
    assert.deepEqual(entryFiles('/src', ['stop-nodes', 'main']), {
      main: '/src/main.ts',
      'stop-nodes': '/src/stop-nodes.ts',
    });
  });

  it('leaves packages and Node’s modules as imports, and takes in the workspace’s own', () => {
    assert.deepEqual(['node:fs', 'zod', '@nestjs/core'].map(isExternal), [true, true, true]);
    assert.deepEqual(['./a', '/repo/a', '@heddle/data', '@oxc-project/runtime/helpers/decorate'].map(isExternal), [
      false,
      false,
      false,
      false,
    ]);
  });

  it('names a file inside a package without exports as Node finds it', () => {
    assert.equal(
      importPath('google-protobuf/google/protobuf/timestamp_pb'),
      'google-protobuf/google/protobuf/timestamp_pb.js',
    );
    for (const id of ['zod', 'node:fs/promises', '@nestjs/core', 'not-a-package/file', 'rxjs/operators'])
      assert.equal(importPath(id), id);
  });

  it('gives names to exports that Node cannot see in CommonJS', () => {
    const code = namedExports('google-protobuf/google/protobuf/timestamp_pb');
    assert.match(code, /from "google-protobuf\/google\/protobuf\/timestamp_pb\.js"/);
    assert.match(code, /export const \{ Timestamp \} = all/);
  });
});
