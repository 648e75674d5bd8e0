import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { which } from '../../lib/run.mjs';
import { privateRedis } from '../../start/redis.ts';
import { Supervised } from '../../start/supervised.ts';
import type { Context } from '../benchmarks/context.ts';

/** Runs with a separate Redis that is configured like the product's private one. */
export async function withRedis<T>(
  folder: string,
  { env, signal }: Pick<Context, 'env' | 'signal'>,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const command = which('redis-server', env) ?? 'redis-server';
  const { program, url, answers } = await privateRedis({ command, folder: join(folder, 'redis'), logs: folder, env });
  const redis = new Supervised(program, { started: () => undefined, crashed: () => undefined });
  redis.start();
  try {
    while (!(await answers())) await delay(20, undefined, { signal });
    return await work(url);
  } finally {
    await redis.stop(5_000);
  }
}
