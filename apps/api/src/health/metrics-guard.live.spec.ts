import { TestRedis } from '@heddle/testing';
import { ApiUnderTest } from '../testing/api-under-test';

const TOKEN = 'a-token-for-prometheus';

jest.setTimeout(20_000);

describe('the metrics', () => {
  let redis: TestRedis;
  let api: ApiUnderTest;
  beforeAll(async () => {
    redis = await TestRedis.start();
    api = await ApiUnderTest.start(redis.url, { HEDDLE_METRICS_TOKEN: TOKEN });
  });
  afterAll(async () => {
    await api.stop();
    await redis.stop();
  });

  const read = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${api.url}/metrics`, { headers })).status;
  /** A request that a proxy on this machine forwards. */
  const elsewhere = { 'x-forwarded-for': '198.51.100.7' };

  it('can be read without a token on this machine, and by a remote Prometheus with its own token', async () => {
    expect(await read({})).toBe(200);
    expect(await read({ ...elsewhere, authorization: `Bearer ${TOKEN}` })).toBe(200);
  });

  it('are denied to others', async () => {
    expect(await read(elsewhere)).toBe(401);
    expect(await read({ ...elsewhere, authorization: `Bearer ${TOKEN}x` })).toBe(401);
    expect(await read({ ...elsewhere, authorization: TOKEN })).toBe(401);
  });
});
