import { join, resolve } from 'node:path';
import { ROOT } from '../lib/root.mjs';
import { ToolError } from '../lib/say.mjs';

/** The launcher's settings. All other environment variables are passed on to the API and the workers. */
export interface LaunchSettings {
  /** Absolute path of the data directory. */
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly workers: number;
  /** An external Redis; the launcher starts one if it is not set. */
  readonly redisUrl: string | undefined;
}

export function launchSettings(env: NodeJS.ProcessEnv): LaunchSettings {
  return {
    data: resolve(ROOT, env['HEDDLE_DATA'] || 'data'),
    host: env['HEDDLE_HOST'] || '127.0.0.1',
    port: wholeNumber(env, { name: 'HEDDLE_PORT', fallback: 3000, least: 1, most: 65_535 }),
    workers: wholeNumber(env, { name: 'HEDDLE_WORKERS', fallback: 2, least: 1, most: 32 }),
    redisUrl: env['REDIS_URL'] || undefined,
  };
}

function wholeNumber(
  env: NodeJS.ProcessEnv,
  { name, fallback, least, most }: { name: string; fallback: number; least: number; most: number },
) {
  const value = env[name] ? Number(env[name]) : fallback;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ToolError(`${name}=${env[name]} cannot be used.`, `It must be a whole number from ${least} to ${most}.`);
}

/** Folders of the launcher's files; libs/config names the same folders. */
export function launchLayout(data: string) {
  return {
    logs: join(data, 'logs'),
    redis: join(data, 'redis'),
    lock: join(data, 'run', 'launcher.lock'),
    processes: join(data, 'run', 'launcher.json'),
    firstPassword: join(data, 'keys', 'first-admin-password'),
    passwordShown: join(data, 'run', 'first-admin-password-shown'),
  };
}

/** The address as entered in a browser. */
export function address({ host, port }: Pick<LaunchSettings, 'host' | 'port'>) {
  const everywhere = ['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost'].includes(host);
  return `http://${everywhere ? 'localhost' : host}:${port}`;
}
