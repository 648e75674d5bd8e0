import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runGroup, sideBySide, together } from './side-by-side.ts';

const names = (groups: { name: string }[][]) => groups.map((group) => group.map(({ name }) => name));

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

describe('a group of stages', () => {
  async function order(when: 'quiet' | 'ended' | 'failed') {
    const seen: string[] = [];
    let otherBegins: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => {
      otherBegins = resolve;
    });
    const running = runGroup(['first', 'other'], async (stage, quiet) => {
      seen.push(`${stage} begins`);
      if (stage === 'other') otherBegins();
      else if (when === 'failed') throw new Error('first failed');
      else if (when === 'quiet') {
        quiet();
        await hasBegun;
      }
      seen.push(`${stage} ends`);
      return [stage];
    });
    return { seen, result: await running.catch((error: unknown) => String(error)) };
  }

  it('starts the others when the first one is quiet', async () => {
    const { seen, result } = await order('quiet');
    assert.deepEqual(seen.slice(0, 2), ['first begins', 'other begins']);
    assert.deepEqual(result, ['first', 'other']);
  });

  it('starts the others after the first one if that is never quiet', async () => {
    const { seen } = await order('ended');
    assert.deepEqual(seen, ['first begins', 'first ends', 'other begins', 'other ends']);
  });

  it('runs the others also if the first one fails', async () => {
    const { seen, result } = await order('failed');
    assert.deepEqual(seen, ['first begins', 'other begins', 'other ends']);
    assert.equal(result, 'Error: first failed');
  });

  it('runs the others one after the other, also if one of them fails', async () => {
    const seen: string[] = [];
    const running = runGroup(['first', 'second', 'third'], async (stage, quiet) => {
      seen.push(`${stage} begins`);
      if (stage === 'first') quiet();
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(`${stage} ends`);
      if (stage === 'second') throw new Error('second failed');
      return [stage];
    });
    await assert.rejects(running, /second failed/);
    assert.deepEqual(
      seen.filter((line) => !line.startsWith('first')),
      ['second begins', 'second ends', 'third begins', 'third ends'],
    );
  });
});
