import { sqliteDatabases, TestRedis } from '@heddle/testing';
import type { ChainId } from '@heddle/contracts';
import { Queue, QueueEvents, Worker } from 'bullmq';
import { type StateChange, step } from './define-operation';
import { createRedis } from './redis';
import { Harness, type Services } from './testing/harness';
import { chainStart, handlersWith } from './testing/worker-handlers';

const RUNS = 20;

/** The fastest of several runs, in milliseconds: other load on the machine only ever adds. */
async function fastest(run: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < RUNS; index += 1) {
    const begun = performance.now();
    await run();
    times.push(performance.now() - begun);
  }
  return Math.min(...times);
}

async function bareJob(url: string): Promise<number> {
  const redis = { url, prefix: 'bare' };
  const connections = [createRedis(redis), createRedis(redis, 'blocking'), createRedis(redis, 'blocking')] as const;
  const queue = new Queue('bare', { connection: connections[0] });
  const events = new QueueEvents('bare', { connection: connections[1] });
  const worker = new Worker('bare', () => Promise.resolve(), { connection: connections[2] });
  await Promise.all([worker.waitUntilReady(), events.waitUntilReady()]);
  const time = await fastest(async () => {
    const job = await queue.add('x', {});
    await job.waitUntilFinished(events);
  });
  await Promise.all([worker.close(), events.close(), queue.close()]);
  for (const connection of connections) connection.disconnect();
  return time;
}

it('ten empty steps cost at most 30 ms more than a bare BullMQ job', async () => {
  const [databases, redis] = await Promise.all([sqliteDatabases(), TestRedis.start()]);
  const harness = await Harness.open(await databases.create(), { url: redis.url, prefix: 'cost' });
  const ended = new Map<string, () => void>();
  const steps = Array.from({ length: 10 }, (_none, index) =>
    step<{ chainId: ChainId }, Services>(`s${String(index)}`, { weight: 1 }, () => Promise.resolve()),
  );
  const onState = ({ state, input, store }: StateChange<{ chainId: ChainId }, Services>): Promise<void> => {
    if (state === 'succeeded') store.afterCommit(() => ended.get(input.chainId)?.());
    return Promise.resolve();
  };
  await harness.engine(handlersWith(chainStart<Services>({ steps, onState })));
  const engine = await fastest(async () => {
    const { id } = await harness.chain();
    const end = new Promise<void>((resolve) => ended.set(id, resolve));
    await harness.requestOn(id);
    await end;
  });
  const bare = await bareJob(redis.url);
  await harness.close();
  await databases.stop();
  await redis.stop();
  expect(engine - bare).toBeLessThan(30);
}, 60_000);
