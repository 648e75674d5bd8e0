import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { cacheFolder } from './cache.ts';
import { prepare } from './index.ts';

const stamps = join(cacheFolder(), 'working');
const checkedAt = () => readdirSync(stamps).map((name) => [name, statSync(join(stamps, name)).mtimeMs]);

describe('set-up', { timeout: 300_000 }, () => {
  it('finds programs that were checked without checking them again', async () => {
    const needs = ['redis', 'mariadb', 'go', 'java'] as const;
    await prepare(needs);
    const before = checkedAt();
    assert.ok(before.length >= needs.length);
    await prepare(needs);
    assert.deepEqual(checkedAt(), before);
  });
});
