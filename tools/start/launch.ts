import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT, fromRoot } from '../lib/root.mjs';
import { run, which } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';
import { ProcessRecord } from './instance.ts';
import { privateRedis } from './redis.ts';
import { servicePrograms } from './services.ts';
import { address, launchLayout, type LaunchSettings } from './settings.ts';
import { Supervised, type Listener } from './supervised.ts';

/** Time for the API and the workers to finish their work, and for Redis to write its data. */
const GRACE_MS = 20_000;
const START_MS = 60_000;
/** A process that exits this often before the instance is up is considered failed. */
const CRASHES_AT_START = 3;

export interface Running {
  readonly url: string;
  readonly redisUrl: string;
  readonly stop: () => Promise<void>;
}

/** Starts Redis, the API and the workers, and waits until they answer. On failure, everything is stopped again. */
export async function launch(
  settings: LaunchSettings,
  { env, print, signal }: { env: NodeJS.ProcessEnv; print: (line: string) => void; signal: AbortSignal },
): Promise<Running> {
  const layout = launchLayout(settings.data);
  const record = new ProcessRecord(layout.processes);
  const listener = printingListener(record, print, layout.logs);
  const redis = await redisFor(settings, env);
  const programs = servicePrograms(settings, { env, redisUrl: redis.url });
  const stores = redis.programs.map((program) => new Supervised(program, listener));
  const parts = programs.map((program) => new Supervised(program, listener));
  const stop = async () => {
    await Promise.all(parts.map((part) => part.stop(GRACE_MS)));
    await stopNodes(programs[0]?.env ?? env, print);
    await Promise.all(stores.map((store) => store.stop(GRACE_MS)));
    record.remove();
  };
  try {
    for (const store of stores) store.start();
    await until({ what: 'Redis', parts: stores, logs: layout.logs, signal, holds: redis.answers });
    for (const part of parts) part.start();
    await until({ what: 'The API', parts, logs: layout.logs, signal, holds: () => isReady(settings) });
    return { url: address(settings), redisUrl: redis.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The Redis to use: the configured one, else a private one. */
async function redisFor({ redisUrl, data }: LaunchSettings, env: NodeJS.ProcessEnv) {
  if (redisUrl) return { url: redisUrl, programs: [], answers: () => Promise.resolve(true) };
  const { redis: folder, logs } = launchLayout(data);
  const { program, url, answers } = await privateRedis({
    command: which('redis-server', env) ?? 'redis-server',
    folder,
    logs,
    env,
  });
  return { url, programs: [program], answers };
}

function printingListener(record: ProcessRecord, print: (line: string) => void, logs: string): Listener {
  return {
    started: (process) => {
      record.add(process);
      print(`${process.name} started (process ${process.pid})`);
    },
    crashed: (name, reason, waitMs) => {
      print(
        `${name} ended (${reason}): starting it again in ${waitMs / 1000} s; its log: ${join(logs, `${name}.log`)}`,
      );
    },
  };
}

async function stopNodes(env: NodeJS.ProcessEnv, print: (line: string) => void) {
  const program = fromRoot('dist', 'apps', 'worker', 'stop-nodes.js');
  const { code, stdout, stderr } = await run(process.execPath, [program], { cwd: ROOT, env, output: 'capture' });
  if (code !== 0) print(`Some nodes could not be stopped:\n${(stderr || stdout).trim()}`);
}

export async function isReady({ host, port }: LaunchSettings) {
  const target = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host;
  const answer = fetch(`http://${target}:${port}/health/ready`, { signal: AbortSignal.timeout(2_000) });
  return answer.then(
    (response) => response.ok,
    () => false,
  );
}

interface Wait {
  readonly what: string;
  /** The processes that must not crash meanwhile. */
  readonly parts: readonly Supervised[];
  readonly logs: string;
  readonly signal: AbortSignal;
  readonly holds: () => Promise<boolean>;
}

async function until({ what, parts, logs, signal, holds }: Wait) {
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

function notStarted(message: string, log: string) {
  const tail = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n').slice(0, 2_000) : '';
  return new ToolError(`${message}${tail === '' ? '' : `\nThe end of its log:\n${tail}`}`, `The whole log: ${log}`);
}
