import { ClusterUnreachableError } from '../access/errors';
import { ApiStatusError } from './api-status-error';
import { ApiRetry } from './api-retry';

const cluster = { name: 'production' };
const refused = () => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) });

/** Fails with each of the errors, then succeeds. */
function after(...errors: readonly Error[]) {
  const left = [...errors];
  let calls = 0;
  return {
    call: () => {
      calls += 1;
      const error = left.shift();
      return error === undefined ? Promise.resolve('answer') : Promise.reject(error);
    },
    calls: () => calls,
  };
}

describe('retries at an API server', () => {
  it.each([
    ['it refuses connections', refused()],
    ['it resets connections', Object.assign(new Error('x'), { code: 'ECONNRESET' })],
    ['it does not answer in time', new DOMException('x', 'TimeoutError')],
    [
      'all of its addresses are unreachable',
      new AggregateError([Object.assign(new Error('x'), { code: 'EHOSTUNREACH' })]),
    ],
    ['it is overloaded', new ApiStatusError(429, {}, 1)],
    ['it is starting', new ApiStatusError(503, {})],
    ['its etcd elects a leader', new ApiStatusError(500, { message: 'etcdserver: leader changed' })],
    [
      'it has not loaded its Service addresses after a start',
      new ApiStatusError(500, { message: 'Internal error occurred: failed to allocate a serviceIP: range is full' }),
    ],
    ['a quota was not counted yet', new ApiStatusError(403, { message: 'forbidden: status unknown for quota: small' })],
    ['two requests count for one quota', new ApiStatusError(409, { message: 'the object has been modified' })],
  ])('lasts while %s', async (_what, error) => {
    const server = after(error);
    await expect(new ApiRetry(cluster).call(server.call)).resolves.toBe('answer');
    expect(server.calls()).toBe(2);
  });

  it.each([
    ['forbids', new ApiStatusError(403, { message: 'no' })],
    ['knows no such object', new ApiStatusError(404, {})],
    ['finds an object at fault', new ApiStatusError(422, {})],
    ['fails by itself', new ApiStatusError(500, { message: 'panic' })],
    ['has a certificate that is not trusted', Object.assign(new Error('x'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' })],
  ])('is none with a server that %s', async (_what, error) => {
    const server = after(error);
    await expect(new ApiRetry(cluster).call(server.call)).rejects.toBe(error);
    expect(server.calls()).toBe(1);
  });

  it('says what it waits for', async () => {
    const said: string[] = [];
    await new ApiRetry(cluster, { say: (message) => said.push(message) }).call(after(refused(), refused()).call);
    expect(said).toEqual(["The cluster's API server does not answer; waiting (0 s)"]);
  });

  it('ends in an error that a retry may cure', async () => {
    const never = () => Promise.reject(refused());
    const error = await new ApiRetry(cluster, { awayMs: 150 }).call(never).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ClusterUnreachableError);
    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining('production') as string });
  });

  it('ends when it is aborted', async () => {
    const controller = new AbortController();
    const never = () => {
      controller.abort();
      return Promise.reject(refused());
    };
    await expect(new ApiRetry(cluster, { signal: controller.signal }).call(never)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
