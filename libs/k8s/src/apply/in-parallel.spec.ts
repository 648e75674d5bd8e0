import { setImmediate as turn } from 'node:timers/promises';
import { inParallel } from './in-parallel';

const items = Array.from({ length: 20 }, (_, index) => index);

describe('work in parallel', () => {
  it('does everything, a limited number at a time', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await inParallel(items, 3, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await turn();
      running -= 1;
      done.push(item);
    });
    expect(done.toSorted((one, other) => one - other)).toEqual(items);
    expect(most).toBe(3);
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
});
