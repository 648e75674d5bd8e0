import { chainScope } from '@heddle/contracts';
import { mariaDbDatabases, sqliteDatabases, type TestDatabases, TestRedis } from '@heddle/testing';
import { ScopeBusyError } from '@heddle/data';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { step } from './define-operation';
import { Harness, type Services } from './testing/harness';
import { chainStart, handlersWith } from './testing/worker-handlers';

jest.setTimeout(60_000);

class Unreachable extends Error {
  readonly code = 'peer_unreachable';
  readonly remedy = 'Start the peer.';
  constructor(readonly retryable: boolean) {
    super('Peer p1 does not answer.');
  }
}

const did =
  (what: string) =>
  ({ services }: { services: Services }): Promise<void> => {
    services.did.push(what);
    return Promise.resolve();
  };

const weight = 1;

describe.each([
  ['SQLite', sqliteDatabases],
  ['MariaDB', mariaDbDatabases],
])('the operation engine on %s', (_name, start: () => Promise<TestDatabases>) => {
  let databases: TestDatabases;
  let redis: TestRedis;
  let harness: Harness;
  let count = 0;

  beforeAll(async () => {
    [databases, redis] = await Promise.all([start(), TestRedis.start()]);
  }, 60_000);
  afterAll(async () => {
    await databases.stop();
    await redis.stop();
  });
  beforeEach(async () => {
    count += 1;
    harness = await Harness.open(await databases.create(), { url: redis.url, prefix: `t${String(count)}` });
  });
  afterEach(() => harness.close());

  it('runs each step once and in order, and publishes events without a gap', async () => {
    await harness.engine(
      handlersWith(chainStart({ steps: [step('a', { weight }, did('a')), step('b', { weight: 3 }, did('b'))] })),
    );
    const { id, chainId } = await harness.request();
    const row = await harness.reaches(id, 'succeeded');
    expect(harness.did).toEqual(['a', 'b']);
    expect(row).toMatchObject({ progress: 1, error: null, leaseOwner: null, attempt: 1 });
    const events = await harness.events(id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => index + 1));
    expect(events.at(-1)).toMatchObject({ state: 'succeeded', progress: 1 });
    expect(events.map(({ progress }) => progress)).toEqual([...events.map(({ progress }) => progress)].sort());
    expect(await harness.database.store.scopes.holder(chainScope(chainId))).toBeNull();
  });

  it('rejects a second operation on the same chain and names the first', async () => {
    const { id, chainId } = await harness.request();
    const second = harness.requestOn(chainId, 'chain.stop');
    await expect(second).rejects.toBeInstanceOf(ScopeBusyError);
    await expect(second).rejects.toMatchObject({ code: 'scope_busy', operationId: id });
  });

  it('retries a retryable error within the step', async () => {
    let tries = 0;
    const flaky = (): Promise<void> => ((tries += 1) < 3 ? Promise.reject(new Unreachable(true)) : Promise.resolve());
    await harness.engine(handlersWith(chainStart({ steps: [step('a', { weight, retry: { delayMs: 5 } }, flaky)] })));
    const { id } = await harness.request();
    await harness.reaches(id, 'succeeded');
    expect(tries).toBe(3);
    expect((await harness.events(id)).filter(({ stepState }) => stepState === 'retrying')).toHaveLength(2);
    expect(await harness.database.store.operations.steps([id])).toMatchObject([{ attempts: 3, state: 'succeeded' }]);
  });

  it('ends as failed with code, cause and remedy, and continues from the failed step on retry', async () => {
    let broken = true;
    const second = ({ services }: { services: Services }): Promise<void> => {
      services.did.push('b');
      return broken ? Promise.reject(new Unreachable(false)) : Promise.resolve();
    };
    await harness.engine(
      handlersWith(chainStart({ steps: [step('a', { weight }, did('a')), step('b', { weight }, second)] })),
    );
    const { id, chainId } = await harness.request();
    const failed = await harness.reaches(id, 'failed');
    expect(failed.error).toEqual({
      code: 'peer_unreachable',
      message: 'Peer p1 does not answer.',
      remedy: 'Start the peer.',
      cause: null,
      retryable: false,
      step: 'b',
    });
    expect(failed.progress).toBe(0.5);
    expect(await harness.database.store.scopes.holder(chainScope(chainId))).toBeNull();
    broken = false;
    await harness.retry(id);
    const row = await harness.reaches(id, 'succeeded');
    expect(harness.did).toEqual(['a', 'b', 'b']);
    expect(row).toMatchObject({ attempt: 2, error: null, progress: 1 });
  });

  it('does not retry or roll back an operation whose chain has been released', async () => {
    const broken = (): Promise<void> => Promise.reject(new Unreachable(false));
    await harness.engine(handlersWith(chainStart({ steps: [step('a', { weight }, broken)] })));
    const { id, chainId } = await harness.request();
    await harness.reaches(id, 'failed');
    await harness.database.transaction((store) => store.chains.setState(chainId, 'released'));
    await expect(harness.retry(id)).rejects.toMatchObject({ code: 'invalid_state' });
    expect((await harness.database.store.operations.get(id)).state).toBe('failed');
  });

  it('reports an unknown error in a sentence and keeps its text as the cause', async () => {
    const broken = (): Promise<void> => Promise.reject(new TypeError('x is not a function'));
    await harness.engine(handlersWith(chainStart({ steps: [step('a', { weight }, broken)] })));
    const { id } = await harness.request();
    const { error } = await harness.reaches(id, 'failed');
    expect(error).toMatchObject({ code: 'internal', cause: 'x is not a function', step: 'a', retryable: false });
    expect(error?.message).toMatch(/unexpected error/);
  });

  it('can be cancelled during a wait and rolled back, last step first', async () => {
    const wait = async ({ signal, services }: { signal: AbortSignal; services: Services }): Promise<void> => {
      services.did.push('waiting');
      await delay(60_000, undefined, { signal });
    };
    await harness.engine(
      handlersWith(
        chainStart({
          steps: [
            step('a', { weight }, did('a'), did('undo a')),
            step('b', { weight }, wait, did('undo b')),
            step('c', { weight }, did('c'), did('undo c')),
          ],
        }),
      ),
    );
    const { id } = await harness.request();
    await harness.reaches(id, 'running');
    while (!harness.did.includes('waiting')) await delay(5);
    await harness.cancel(id);
    const row = await harness.reaches(id, 'cancelled');
    expect(row.cancelledBy).toBe('bob');
    const states = async (): Promise<string[]> =>
      (await harness.database.store.operations.steps([id])).map(({ state }) => state);
    expect(await states()).toEqual(['succeeded', 'cancelled', 'pending']);
    await harness.rollback(id);
    await harness.reaches(id, 'rolled_back');
    expect(harness.did).toEqual(['a', 'waiting', 'undo b', 'undo a']);
    expect(await states()).toEqual(['undone', 'undone', 'pending']);
  });

  it('keeps checkpoints across a retry', async () => {
    let broken = true;
    const count = async ({ checkpoint, services }: Parameters<Parameters<typeof step>[2]>[0]): Promise<void> => {
      const seen = checkpoint.get('seen', z.number()) ?? 0;
      await checkpoint.set('seen', seen + 1);
      (services as Services).did.push(`seen ${String(seen)}`);
      if (broken) throw new Unreachable(false);
    };
    await harness.engine(handlersWith(chainStart({ steps: [step('a', { weight }, count)] })));
    const { id } = await harness.request();
    await harness.reaches(id, 'failed');
    broken = false;
    await harness.retry(id);
    await harness.reaches(id, 'succeeded');
    expect(harness.did).toEqual(['seen 0', 'seen 1']);
  });

  it('continues in another worker when its worker drains during a step', async () => {
    const started: string[] = [];
    const slow = async ({ signal }: { signal: AbortSignal }): Promise<void> => {
      started.push('b');
      if (started.length === 1) await delay(60_000, undefined, { signal });
    };
    const handlers = handlersWith(
      chainStart({ steps: [step('a', { weight }, did('a')), step('b', { weight }, slow)] }),
    );
    const first = await harness.engine(handlers, 30_000);
    const { id } = await harness.request();
    await harness.reaches(id, 'running');
    while (started.length === 0) await delay(5);
    await harness.engine(handlers, 30_000);
    await first.drain({ graceMs: 20 });
    await harness.reaches(id, 'succeeded');
    expect(started).toEqual(['b', 'b']);
    expect(harness.did).toEqual(['a']);
  });

  it('calls the handler’s hook for the end in the same transaction', async () => {
    const onState = jest.fn(
      async ({
        store,
        input,
        state,
      }: Parameters<NonNullable<Parameters<typeof chainStart<Services>>[0]['onState']>>[0]) => {
        await store.chains.setState(input.chainId, state === 'succeeded' ? 'running' : 'updating');
      },
    );
    await harness.engine(handlersWith(chainStart<Services>({ steps: [step('a', { weight }, did('a'))], onState })));
    const { id, chainId } = await harness.request();
    await harness.reaches(id, 'succeeded');
    expect(await harness.database.store.chains.get(chainId)).toMatchObject({ state: 'running' });
    expect(onState.mock.calls.map(([{ state }]) => state)).toEqual(['running', 'succeeded']);
  });

  it('does not take an operation of a newer handler', async () => {
    const { id } = await harness.request();
    await harness.database.transaction((store) => store.operations.change(id, ['queued'], { handlerVersion: 2 }));
    await harness.engine(handlersWith(chainStart({ version: 1, steps: [step('a', { weight }, did('a'))] })));
    const other = await harness.request('chain.stop');
    await harness.reaches(other.id, 'succeeded');
    expect(await harness.database.store.operations.get(id)).toMatchObject({ state: 'queued', fence: 0 });
    await harness.engine(handlersWith(chainStart({ version: 2, steps: [step('a', { weight }, did('a'))] })));
    await harness.reaches(id, 'succeeded');
  });
});
