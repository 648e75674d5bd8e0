import { poll, retry } from './retry';

const busy = new Error('busy');
const isRetryable = (error: unknown) => error === busy;

/** Fails with each of the errors, then returns how often it was called. */
function failing(...errors: readonly Error[]) {
  let calls = 0;
  return () => {
    const error = errors[calls];
    calls += 1;
    return error === undefined ? Promise.resolve(calls) : Promise.reject(error);
  };
}

/** Fails, and notes the milliseconds between attempts; the last of `count` attempts succeeds. */
function timed(count: number) {
  const pauses: number[] = [];
  let ended: number | undefined;
  return () => {
    if (ended !== undefined) pauses.push(performance.now() - ended);
    ended = performance.now();
    return pauses.length < count - 1 ? Promise.reject(busy) : Promise.resolve(pauses);
  };
}

/** Timers may fire up to a millisecond early. */
const atLeast = (pauses: readonly number[], wanted: readonly number[]) =>
  pauses.length === wanted.length && pauses.every((pause, index) => pause >= (wanted[index] ?? Infinity) - 1);

describe('retry', () => {
  it('repeats a call while its error is retryable', async () => {
    await expect(retry(failing(busy, busy), { pauseMs: 1, isRetryable })).resolves.toBe(3);
    const fault = new Error('fault');
    await expect(retry(failing(busy, fault), { pauseMs: 1, isRetryable })).rejects.toBe(fault);
  });

  it('doubles its pauses up to the longest', async () => {
    // Without an upper bound, this would take 20 s.
    const pauses = await retry(timed(12), { pauseMs: 10, longestPauseMs: 40, isRetryable });
    expect(atLeast(pauses, [10, 20, ...Array.from({ length: 9 }, () => 40)])).toBe(true);
  });

  it('throws the last error at the time limit', async () => {
    await expect(retry(() => Promise.reject(busy), { pauseMs: 10, timeoutMs: 25, isRetryable })).rejects.toBe(busy);
  });

  it('pauses as long as an error asks for', async () => {
    const pauses = await retry(timed(3), { pauseMs: 1, isRetryable, pauseAfter: () => 30 });
    expect(atLeast(pauses, [30, 30])).toBe(true);
  });

  it.each([
    ['during a pause', () => Promise.reject(busy)],
    ['during an attempt', () => new Promise((_resolve, reject) => setImmediate(reject, new Error('interrupted')))],
  ])('ends with the reason of its signal, %s', async (_when, call) => {
    const reason = new Error('cancelled');
    const controller = new AbortController();
    const outcome = retry(call, { pauseMs: 60_000, signal: controller.signal, isRetryable });
    queueMicrotask(() => {
      controller.abort(reason);
    });
    await expect(outcome).rejects.toBe(reason);
  });

  it('does not start when it is aborted already', async () => {
    const call = jest.fn();
    const signal = AbortSignal.abort(busy);
    await expect(retry(call, { pauseMs: 1, signal, isRetryable })).rejects.toBe(busy);
    expect(call).not.toHaveBeenCalled();
  });
});

describe('poll', () => {
  it('returns the first value', async () => {
    const looks = [undefined, false, 0, 1] as const;
    let look = 0;
    await expect(poll(() => Promise.resolve(looks[look++]), { pauseMs: 1 })).resolves.toBe(0);
  });

  it('returns undefined at its time limit', async () => {
    const never = () => Promise.resolve(false);
    await expect(poll(never, { pauseMs: 5, timeoutMs: 12 })).resolves.toBeUndefined();
  });

  it('throws what a look throws, and the reason of its signal', async () => {
    await expect(poll(() => Promise.reject(busy), { pauseMs: 1 })).rejects.toBe(busy);
    const controller = new AbortController();
    const looking = poll(
      () => {
        controller.abort(busy);
        return Promise.resolve(false);
      },
      { pauseMs: 60_000, signal: controller.signal },
    );
    await expect(looking).rejects.toBe(busy);
  });
});
