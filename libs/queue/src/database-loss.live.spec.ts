import { TestMariaDb, TestRedis } from '@heddle/testing';
import { step } from './define-operation';
import { Harness, until } from './testing/harness';
import { chainStart, handlersWith } from './testing/worker-handlers';

jest.setTimeout(120_000);

describe('an operation survives', () => {
  let mariadb: TestMariaDb;
  let redis: TestRedis;
  let harness: Harness;

  beforeEach(async () => {
    [mariadb, redis] = await Promise.all([TestMariaDb.start(), TestRedis.start()]);
    harness = await Harness.open(await mariadb.createDatabase(), { url: redis.url, prefix: 'd' });
  });
  afterEach(async () => {
    await harness.close();
    await mariadb.stop();
    await redis.stop();
  });

  async function gated(): Promise<{ open: () => void }> {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const steps = ['one', 'two', 'three'].map((name) =>
      step(name, { weight: 1 }, async () => {
        harness.did.push(name);
        if (name === 'two') await gate;
      }),
    );
    await harness.engine(handlersWith(chainStart({ steps })));
    return { open };
  }
  const inStepTwo = (): Promise<string[]> =>
    until(
      () => Promise.resolve(harness.did),
      (did) => did.includes('two'),
    );

  it('kill -9 of the database during a step', async () => {
    const { open } = await gated();
    const { id } = await harness.request();
    await inStepTwo();
    await mariadb.kill();
    open();
    await mariadb.restart();
    expect(await harness.reaches(id, 'succeeded')).toMatchObject({ progress: 1, error: null });
    expect(harness.did.filter((name) => name === 'one')).toHaveLength(1);
    const sequence = (await harness.events(id)).map(({ seq }) => seq);
    expect(sequence).toEqual(sequence.map((_seq, index) => index + 1));
  });

  it('kill -9 of Redis during a step', async () => {
    const { open } = await gated();
    const { id } = await harness.request();
    await inStepTwo();
    await redis.kill();
    open();
    await harness.reaches(id, 'succeeded');
    await redis.up();
    const next = await harness.request('chain.stop');
    await harness.reaches(next.id, 'succeeded');
    expect(harness.did).toEqual(['one', 'two', 'three']);
  });
});
