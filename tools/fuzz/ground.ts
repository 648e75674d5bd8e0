import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { withoutSettings } from '../bench/lib/instance.ts';
import { Session } from '../demo/session.ts';
import { say } from '../lib/say.mjs';
import { launch } from '../start/launch.ts';
import { freePort } from '../start/port.ts';
import { createTarget, type Known } from './target.ts';

/** As libs/contracts names the queue, and libs/config its prefix. */
const OPERATIONS_QUEUE = 'operations';
const PREFIX = 'heddle';

export interface Ground {
  readonly url: string;
  /** For temporary files. */
  readonly folder: string;
  readonly session: Session;
  readonly known: Known;
}

/**
 * Works on a separate instance with one chain whose chaincode answers. Its worker answers the API's questions about
 * nodes and takes no operations, so requested operations stay queued and start nothing.
 */
export async function onGround<T>(
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal },
  work: (ground: Ground) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-fuzz-'));
  const password = randomBytes(18).toString('base64url');
  try {
    const running = await launch(
      { data: join(folder, 'data'), host: '127.0.0.1', port: await freePort(), workers: 1, redisUrl: undefined },
      { env: { ...withoutSettings(env), HEDDLE_ADMIN_PASSWORD: password }, print: say, signal },
    );
    const session = await Session.open(running.url, { username: 'admin', password }, signal);
    try {
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

async function closeQueue(url: string): Promise<void> {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue(OPERATIONS_QUEUE, { connection, prefix: PREFIX });
  await queue.pause();
  await queue.close();
  await connection.quit();
}
