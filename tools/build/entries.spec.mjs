import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entryFiles, isExternal } from './entries.mjs';

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
});
