import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { closeToOthers } from './open.ts';

describe('the data directory', () => {
  it('is closed to other accounts even with umask 0, and even if it was open before', () => {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-data-'));
    const umask = process.umask(0o000);
    try {
      for (const name of ['new', 'open']) {
        const data = join(folder, name);
        if (name === 'open') mkdirSync(data, { mode: 0o777 });
        closeToOthers(data);
        assert.equal(statSync(data).mode & 0o777, 0o700);
      }
    } finally {
      process.umask(umask);
      rmSync(folder, { recursive: true });
    }
  });
});
