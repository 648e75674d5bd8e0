import { mariaDbDatabases, sqliteDatabases, type TestDatabases, TestRedis } from '@heddle/testing';
import { Harness, until } from './testing/harness';
import { WorkerProgram, type WorkerSettings } from './testing/worker-process';

jest.setTimeout(120_000);

const BOUNDARIES = ['one', 'two', 'three'].flatMap((step) =>
  ['before', 'after', 'checkpointed'].map((at) => `${step}:${at}`),
);

describe.each([
  ['SQLite', sqliteDatabases],
  ['MariaDB', mariaDbDatabases],
])('operations on %s survive', (_name, start: () => Promise<TestDatabases>) => {
  let databases: TestDatabases;
  let redis: TestRedis;
  let program: WorkerProgram;
  let harness: Harness;
  let settings: WorkerSettings;
  let count = 0;

  beforeAll(async () => {
    [databases, redis, program] = await Promise.all([start(), TestRedis.start(), WorkerProgram.build()]);
  });
  afterAll(async () => {
    await program.remove();
    await databases.stop();
    await redis.stop();
  });
  beforeEach(async () => {
    count += 1;
    settings = { url: await databases.create(), redisUrl: redis.url, prefix: `f${String(count)}` };
    harness = await Harness.open(settings.url, { url: redis.url, prefix: settings.prefix });
  });
  afterEach(async () => {
    await program.killAll();
    await harness.close();
  });

  const gapless = async (id: Parameters<Harness['events']>[0]): Promise<void> => {
    const sequence = (await harness.events(id)).map(({ seq }) => seq);
    expect(sequence).toEqual(sequence.map((_seq, index) => index + 1));
  };

  it.each(BOUNDARIES)('kill -9 of the worker at %s', async (dieAt) => {
    await program.open(settings.prefix);
    const first = await program.start({ ...settings, dieAt });
    const { id } = await harness.request();
    await first.ended();
    await program.start(settings);
    const row = await harness.reaches(id, 'succeeded');
    expect(row.progress).toBe(1);
    const ran = (await program.ran(settings.prefix)).map((line) => line.split(' ')[1]);
    const [step, at] = dieAt.split(':');
    // A step whose end was not committed runs again; any other step runs exactly once.
    const twice = at === 'after' ? [step] : [];
    expect(ran.sort()).toEqual(['one', 'three', 'two', ...twice].sort());
    await gapless(id);
  });

  it('kill -9 during a step', async () => {
    const first = await program.start(settings);
    const { id } = await harness.request();
    await until(
      () => program.ran(settings.prefix),
      ({ length }) => length === 2,
    );
    const other = await program.start(settings);
    await first.kill();
    await program.open(settings.prefix);
    await harness.reaches(id, 'succeeded');
    expect((await program.ran(settings.prefix)).at(-1)).toBe(`${id} three ${String(other.pid)}`);
    await gapless(id);
  });

  it('one that ends its worker every time: it fails the third time, keeps its log, and a retry resets the count', async () => {
    const { prefix } = settings;
    await program.poison(prefix);
    const { id } = await harness.request('chain.stop');
    const pids: number[] = [];
    for (let death = 0; death < 3; death += 1) {
      pids.push((await program.startAndEnd(settings)).pid);
    }
    await program.start(settings);
    const { error, workerDeaths } = await harness.reaches(id, 'failed');
    expect(error).toMatchObject({ code: 'worker_died_repeatedly', step: 'poisoned' });
    expect(error?.message).toBe('The worker ended 3 times without a result while step "poisoned" ran.');
    expect(error?.remedy).toContain('free memory');
    expect(workerDeaths).toBe(3);
    const steps = await harness.database.store.operations.steps([id]);
    expect(steps.map(({ name, state }) => [name, state])).toEqual([
      ['one', 'succeeded'],
      ['poisoned', 'failed'],
    ]);
    const messages = (await harness.events(id)).map(({ message }) => message);
    expect(messages).toEqual(expect.arrayContaining(pids.map((pid) => `${String(pid)} was here`)));
    expect((await program.ran(prefix)).filter((line) => line.includes('poisoned')).length).toBe(3);
    await program.heal(prefix);
    expect(await harness.retry(id)).toMatchObject({ workerDeaths: 0, error: null });
    await harness.reaches(id, 'succeeded');
    await gapless(id);
  });

  it('another one that ends their worker: only that one fails', async () => {
    const { prefix } = settings;
    await program.poison(prefix);
    const bystander = await harness.request();
    const guilty = await harness.request('chain.stop');
    for (let death = 0; death < 2; death += 1) await program.startAndEnd(settings);
    // Both have reached the limit minus one and no longer run at the same time.
    await program.open(prefix);
    const third = await program.startAndEnd(settings);
    const last = (await program.ran(prefix)).filter((line) => line.endsWith(` ${String(third.pid)}`)).at(-1);
    expect(last).toContain(`${guilty.id} poisoned`);
    await program.start(settings);
    await harness.reaches(guilty.id, 'failed');
    await harness.reaches(bystander.id, 'succeeded');
  });

  it('a frozen worker that wakes up late: it is rejected and writes nothing more', async () => {
    const frozen = await program.start(settings);
    const { id } = await harness.request();
    await until(
      () => program.ran(settings.prefix),
      ({ length }) => length === 2,
    );
    frozen.signal('SIGSTOP');
    const other = await program.start(settings);
    await until(
      () => program.ran(settings.prefix),
      ({ length }) => length === 3,
    );
    await program.open(settings.prefix);
    await harness.reaches(id, 'succeeded');
    const before = await harness.events(id);
    frozen.signal('SIGCONT');
    await frozen.says('no longer runs the operation');
    expect(await harness.events(id)).toEqual(before);
    expect(before.map(({ message }) => message)).toContain(`two ended in ${String(other.pid)}`);
    expect(before.map(({ message }) => message)).not.toContain(`two ended in ${String(frozen.pid)}`);
    expect(await harness.database.store.operations.get(id)).toMatchObject({ fence: 2, state: 'succeeded' });
  });

  it('a Redis that loses all data while operations run and wait', async () => {
    await program.start({ ...settings, concurrency: 1 });
    const running = await harness.request();
    await until(
      () => program.ran(settings.prefix),
      ({ length }) => length === 2,
    );
    const waiting = await harness.request();
    await redis.flush();
    await program.open(settings.prefix);
    await harness.reaches(running.id, 'succeeded');
    await harness.reaches(waiting.id, 'succeeded');
    expect((await program.ran(settings.prefix)).length).toBe(6);
  });

  it('200 of them on two workers: none is lost, none runs twice', async () => {
    await program.open(settings.prefix);
    await Promise.all([program.start(settings), program.start(settings)]);
    const ids: string[] = [];
    for (let index = 0; index < 200; index += 1) ids.push((await harness.request()).id);
    const { items } = await until(
      () => harness.database.store.operations.list({ limit: 300, state: 'succeeded' }),
      (page) => page.items.length === 200,
      50_000,
    );
    expect(items.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(new Set(items.map(({ fence }) => fence))).toEqual(new Set([1]));
    const ran = await program.ran(settings.prefix);
    expect(ran.map((line) => line.split(' ').slice(0, 2).join(' ')).sort()).toEqual(
      ids.flatMap((id) => [`${id} one`, `${id} three`, `${id} two`]).sort(),
    );
    expect(new Set(ran.map((line) => line.split(' ')[2])).size).toBe(2);
  });
});
