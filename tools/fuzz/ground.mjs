import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { withoutSettings } from '../bench/lib/instance.mjs';
import { Session } from '../demo/session.mjs';
import { say } from '../lib/say.mjs';
import { launch } from '../start/launch.mjs';
import { freePort } from '../start/port.mjs';
import { createTarget } from './target.mjs';

/** As libs/contracts names the queue, and libs/config its prefix. */
const OPERATIONS_QUEUE = 'operations';
const PREFIX = 'heddle';

/**
 * @typedef {object} Ground
 * @property {string} url
 * @property {string} folder for files; gone afterwards
 * @property {Session} session
 * @property {import('./target.mjs').Known} known
 */

/**
 * Works on a separate instance with one chain whose chaincode answers. Its worker answers the API's questions about
 * nodes and takes no operations, so requested operations stay queued and start nothing.
 * @template T
 * @param {{ env: NodeJS.ProcessEnv, signal: AbortSignal }} context
 * @param {(ground: Ground) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function onGround({ env, signal }, work) {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-fuzz-'));
  const password = randomBytes(18).toString('base64url');
  try {
    const running = await launch(
      { data: join(folder, 'data'), host: '127.0.0.1', port: await freePort(), workers: 1, redisUrl: undefined },
      { env: { ...withoutSettings(env), HEDDLE_ADMIN_PASSWORD: password }, print: say, signal },
    );
    const session = new Session(running.url, { username: 'admin', password }, signal);
    try {
      await session.rest.signIn();
      const known = await createTarget(session);
      await closeQueue(running.redisUrl);
      return await work({ url: running.url, folder, session, known });
    } finally {
      session.close();
      await running.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** @param {string} url */
async function closeQueue(url) {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue(OPERATIONS_QUEUE, { connection, prefix: PREFIX });
  await queue.pause();
  await queue.close();
  await connection.quit();
}
