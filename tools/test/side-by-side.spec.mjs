import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sideBySide, together } from './side-by-side.mjs';

const names = (/** @type {{ name: string }[][]} */ groups) => groups.map((group) => group.map(({ name }) => name));

describe('stages that run at the same time', () => {
  const stages = [{ name: 'live' }, { name: 'k8s' }, { name: 'e2e' }, { name: 'bare', beside: 'k8s' }];

  it('are those that reference each other', () => {
    assert.deepEqual(names(sideBySide(stages)), [['live'], ['k8s', 'bare'], ['e2e']]);
  });

  it('run alone when the other is not selected', () => {
    assert.deepEqual(names(sideBySide(stages.filter(({ name }) => name !== 'k8s'))), [['live'], ['e2e'], ['bare']]);
  });
});

describe('runs at the same time', () => {
  it('return the results of all', async () => {
    assert.deepEqual(await together([Promise.resolve([1]), Promise.resolve([2, 3])]), [1, 2, 3]);
  });

  it('fail only after all have ended', async () => {
    let hasEnded = false;
    const longer = new Promise((resolve) => setImmediate(resolve)).then(() => {
      hasEnded = true;
      return [];
    });
    await assert.rejects(together([Promise.reject(new Error('first')), longer]), /first/);
    assert.ok(hasEnded);
  });
});
