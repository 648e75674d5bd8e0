import { join, resolve } from 'node:path';
import { ROOT } from '../lib/root.mjs';
import { ToolError } from '../lib/say.mjs';

/**
 * The launcher's settings. All other environment variables are passed on to the API and the workers.
 * @typedef {object} LaunchSettings
 * @property {string} data absolute path of the data directory
 * @property {string} host
 * @property {number} port
 * @property {number} workers
 * @property {string | undefined} redisUrl an external Redis; the launcher starts one if it is not set
 */

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {LaunchSettings}
 */
export function launchSettings(env) {
  return {
    data: resolve(ROOT, env['HEDDLE_DATA'] || 'data'),
    host: env['HEDDLE_HOST'] || '127.0.0.1',
    port: wholeNumber(env, { name: 'HEDDLE_PORT', fallback: 3000, least: 1, most: 65_535 }),
    workers: wholeNumber(env, { name: 'HEDDLE_WORKERS', fallback: 2, least: 1, most: 32 }),
    redisUrl: env['REDIS_URL'] || undefined,
  };
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {{ name: string, fallback: number, least: number, most: number }} setting
 */
function wholeNumber(env, { name, fallback, least, most }) {
  const value = env[name] ? Number(env[name]) : fallback;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ToolError(`${name}=${env[name]} cannot be used.`, `It must be a whole number from ${least} to ${most}.`);
}

/**
 * Folders of the launcher's files; libs/config names the same folders.
 * @param {string} data
 */
export function launchLayout(data) {
  return {
    logs: join(data, 'logs'),
    redis: join(data, 'redis'),
    lock: join(data, 'run', 'launcher.lock'),
    processes: join(data, 'run', 'launcher.json'),
    firstPassword: join(data, 'keys', 'first-admin-password'),
    passwordShown: join(data, 'run', 'first-admin-password-shown'),
  };
}

/**
 * The address as entered in a browser.
 * @param {Pick<LaunchSettings, 'host' | 'port'>} settings
 */
export function address({ host, port }) {
  const everywhere = ['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost'].includes(host);
  return `http://${everywhere ? 'localhost' : host}:${port}`;
}
