import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT, fromRoot } from '../lib/root.mjs';
import { run, which } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';
import { ProcessRecord } from './instance.mjs';
import { privateRedis } from './redis.mjs';
import { address, launchLayout, webRoot } from './settings.mjs';
import { Supervised } from './supervised.mjs';

/** How long the API and the workers may take to end what they do, and Redis to write its data. */
const GRACE_MS = 20_000;
const START_MS = 60_000;
/** A process that ends this often before everything answers will not get better by itself. */
const CRASHES_AT_START = 3;

/**
 * @typedef {object} Running
 * @property {string} url
 * @property {string | undefined} firstPassword the first administrator's, given once
 * @property {() => Promise<void>} stop
 */

/**
 * Starts Redis, the API and the workers, and waits until they answer. When that fails, what had started is stopped.
 * @param {import('./settings.mjs').LaunchSettings} settings
 * @param {{ env: NodeJS.ProcessEnv, tell: (line: string) => void, signal: AbortSignal }} options
 * @returns {Promise<Running>}
 */
export async function launch(settings, { env, tell, signal }) {
  const layout = launchLayout(settings.data);
  const record = new ProcessRecord(layout.processes);
  /** @type {import('./supervised.mjs').Listener} */
  const listener = {
    started: (process) => {
      record.add(process);
      tell(`${process.name} started (process ${process.pid})`);
    },
    crashed: (name, reason, waitMs) => {
      const log = join(layout.logs, `${name}.log`);
      tell(`${name} ended (${reason}): starting it again in ${waitMs / 1000} s; its log: ${log}`);
    },
  };
  const base = { cwd: ROOT, logs: layout.logs, env };
  const redis = settings.redisUrl
    ? undefined
    : await privateRedis({ ...base, command: which('redis-server', env) ?? 'redis-server', folder: layout.redis });
  const services = {
    ...base,
    command: process.execPath,
    env: {
      ...env,
      HEDDLE_DATA: settings.data,
      HEDDLE_HOST: settings.host,
      HEDDLE_PORT: String(settings.port),
      HEDDLE_WEB_ROOT: env['HEDDLE_WEB_ROOT'] || webRoot(),
      REDIS_URL: settings.redisUrl ?? redis?.url,
    },
  };
  const node = (/** @type {string} */ name, /** @type {string} */ app) =>
    new Supervised(
      { ...services, name, args: ['--enable-source-maps', fromRoot('dist', 'apps', app, 'main.js')] },
      listener,
    );
  const store = redis && new Supervised(redis.program, listener);
  const parts = [
    node('api', 'api'),
    ...Array.from({ length: settings.workers }, (_, index) => node(`worker-${index + 1}`, 'worker')),
  ];

  const stop = async () => {
    await Promise.all(parts.map((part) => part.stop(GRACE_MS)));
    const nodes = await run(process.execPath, [fromRoot('dist', 'apps', 'worker', 'stop-nodes.js')], {
      cwd: ROOT,
      env: services.env,
      output: 'capture',
    });
    if (nodes.code !== 0) tell(`Some nodes could not be stopped:\n${(nodes.stderr || nodes.stdout).trim()}`);
    await store?.stop(GRACE_MS);
    record.remove();
  };

  const hadPassword = existsSync(layout.passwordShown);
  try {
    store?.start();
    if (redis)
      await until({ what: 'Redis', parts: store ? [store] : [], logs: layout.logs, signal, holds: redis.answers });
    for (const part of parts) part.start();
    const url = address(settings);
    await until({ what: 'The API', parts, logs: layout.logs, signal, holds: () => isReady(settings) });
    return { url, firstPassword: hadPassword ? undefined : showOnce(layout), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {import('./settings.mjs').LaunchSettings} settings */
export async function isReady({ host, port }) {
  const target = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host;
  const answer = fetch(`http://${target}:${port}/health/ready`, { signal: AbortSignal.timeout(2_000) });
  return answer.then(
    (response) => response.ok,
    () => false,
  );
}

/**
 * @param {{ what: string, parts: readonly Supervised[], logs: string, signal: AbortSignal, holds: () => Promise<boolean> }} wait
 */
async function until({ what, parts, logs, signal, holds }) {
  const end = Date.now() + START_MS;
  while (!(await holds())) {
    signal.throwIfAborted();
    const failing = parts.find(({ crashes }) => crashes >= CRASHES_AT_START);
    if (failing) throw notStarted(`${failing.name} does not start.`, join(logs, `${failing.name}.log`));
    if (Date.now() > end)
      throw notStarted(`${what} did not answer within ${START_MS / 1000} s.`, join(logs, `${parts[0]?.name}.log`));
    await delay(50, undefined, { signal });
  }
}

/**
 * @param {string} message
 * @param {string} log
 */
function notStarted(message, log) {
  const tail = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n').slice(0, 2_000) : '';
  return new ToolError(`${message}${tail === '' ? '' : `\nThe end of its log:\n${tail}`}`, `The whole log: ${log}`);
}

/**
 * The first administrator's password, the first time that somebody is there to read it.
 * @param {ReturnType<typeof launchLayout>} layout
 */
function showOnce({ firstPassword, passwordShown }) {
  if (!statSync(firstPassword, { throwIfNoEntry: false })?.isFile()) return undefined;
  mkdirSync(join(passwordShown, '..'), { recursive: true });
  writeFileSync(passwordShown, '');
  return readFileSync(firstPassword, 'utf8').trim();
}
