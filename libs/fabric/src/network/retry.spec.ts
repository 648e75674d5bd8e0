import { CallTimeoutError, ProtocolError, UnreachableError } from './errors';
import { pollUntil, retrying } from './retry';

function failing(times: number, error: Error) {
  let calls = 0;
  return () => {
    calls += 1;
    return calls <= times ? Promise.reject(error) : Promise.resolve(calls);
  };
}

describe('retrying', () => {
  it('repeats a call while its error is retryable', async () => {
    await expect(retrying(failing(2, new UnreachableError('peer:7051', 'down')))).resolves.toBe(3);
  });

  it('gives up immediately on an error that is not', async () => {
    const error = new ProtocolError('peer:7051', 'gibberish');

    await expect(retrying(failing(1, error))).rejects.toBe(error);
  });

  it('ends with the last error at the time limit', async () => {
    const error = new UnreachableError('peer:7051', 'down');

    await expect(retrying(failing(Infinity, error), { timeout: 60 })).rejects.toBe(error);
  });

  it('passes the remaining time to each attempt', async () => {
    const left: number[] = [];
    await retrying(
      ({ timeout }) => {
        left.push(timeout);
        return left.length < 3 ? Promise.reject(new UnreachableError('peer:7051', 'down')) : Promise.resolve();
      },
      { timeout: 5_000 },
    );

    expect(left[0]).toBeLessThanOrEqual(5_000);
    expect(left.toSorted((a, b) => b - a)).toEqual(left);
  });
});

describe('pollUntil', () => {
  it('hands the last retryable error to the function that explains why it gave up', async () => {
    const cause = new UnreachableError('peer:7051', 'down');
    const outcome = pollUntil(
      () => Promise.reject(cause),
      (last) => new CallTimeoutError('peer:7051', 'a height', { cause: last }),
      { timeout: 30 },
    );

    await expect(outcome).rejects.toMatchObject({ code: 'timeout', cause });
  });

  it('is ended by its signal in the middle of a pause', async () => {
    const reason = new Error('cancelled by the operator');
    const outcome = pollUntil(
      () => Promise.resolve(undefined),
      () => new Error('time over'),
      { signal: AbortSignal.any([abortedSoon(reason)]) },
    );

    await expect(outcome).rejects.toBe(reason);
  });
});

function abortedSoon(reason: Error): AbortSignal {
  const controller = new AbortController();
  setImmediate(() => {
    controller.abort(reason);
  });
  return controller.signal;
}
