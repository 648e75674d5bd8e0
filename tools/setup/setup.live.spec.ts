import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { prepare } from './index.ts';

describe('set-up', { timeout: 300_000 }, () => {
  it('finds programs that were checked without checking them again', async () => {
    const needs = ['redis', 'mariadb', 'go', 'java'] as const;
    await prepare(needs);
    const began = performance.now();
    await prepare(needs);
    assert.ok(performance.now() - began < 10_000);
  });
});
