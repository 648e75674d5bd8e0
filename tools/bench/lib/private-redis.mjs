import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { which } from '../../lib/run.mjs';
import { privateRedis } from '../../start/redis.mjs';
import { Supervised } from '../../start/supervised.mjs';

/**
 * Runs with a separate Redis that is configured like the product's private one.
 * @template T
 * @param {string} folder
 * @param {Pick<import('../benchmarks/index.mjs').Context, 'env' | 'signal'>} context
 * @param {(url: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withRedis(folder, { env, signal }, work) {
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
