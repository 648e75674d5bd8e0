import { setImmediate as turn } from 'node:timers/promises';
import { inParallel } from './in-parallel';

const range = (length: number) => Array.from({ length }, (_, index) => index);
const items = range(20);

describe('work in parallel', () => {
  it.each([
    [20, 3],
    [100, 8],
  ])('does everything, %i items, %i at a time', async (length, limit) => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await inParallel(range(length), limit, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await turn();
      running -= 1;
      done.push(item);
    });
    expect(done.toSorted((one, other) => one - other)).toEqual(range(length));
    expect(most).toBe(limit);
  });

  it('starts nothing more after an error, and throws it when all started work has ended', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = inParallel(items, 3, async (item) => {
      begun.push(item);
      await turn();
      if (item === 1) throw new Error('refused');
      ended.push(item);
    });
    await expect(work).rejects.toThrow('refused');
    expect(begun).toHaveLength(ended.length + 1);
    expect(begun.length).toBeLessThan(8);
  });

  it('goes on with the others while one item waits', async () => {
    const done: string[] = [];
    let release: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (release = resolve));
    await inParallel(['slow', 'a', 'b', 'last'], 2, async (item) => {
      if (item === 'slow') await slow;
      if (item === 'last') release();
      done.push(item);
    });
    expect(done).toEqual(['a', 'b', 'last', 'slow']);
  });
});
