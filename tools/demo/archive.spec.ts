import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { archive } from './archive.ts';

describe('the archive of a sample', () => {
  it('contains its sources without installed or built files, and is reproducible', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-archive-'));
    t.after(() => {
      rmSync(folder, { recursive: true });
    });
    for (const name of ['src', 'node_modules', 'dist']) mkdirSync(join(folder, name));
    for (const name of ['package.json', 'src/index.ts', 'node_modules/x.js', 'dist/index.js'])
      writeFileSync(join(folder, name), name);
    const bytes = await archive(folder);
    const listing = execFileSync('tar', ['-tzf', '-'], { input: bytes, encoding: 'utf8' });
    assert.deepEqual(listing.trim().split('\n'), ['package.json', 'src/index.ts']);
    assert.deepEqual(await archive(folder), bytes);
  });
});
