import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, fromRoot } from '../lib/root.mjs';
import { launchLayout, type LaunchSettings } from './settings.ts';
import type { Program } from './supervised.ts';

/** The processes of an instance besides Redis: one API and the workers, all with the same environment. */
export function servicePrograms(
  { data, host, port, workers }: LaunchSettings,
  { env, redisUrl }: { env: NodeJS.ProcessEnv; redisUrl: string },
): Program[] {
  const settings = {
    HEDDLE_DATA: data,
    HEDDLE_HOST: host,
    HEDDLE_PORT: String(port),
    HEDDLE_WEB_ROOT: env['HEDDLE_WEB_ROOT'] || webRoot(),
    REDIS_URL: redisUrl,
    // The compile cache is kept between starts, which saves a second at each.
    NODE_COMPILE_CACHE: env['NODE_COMPILE_CACHE'] || fromRoot('node_modules', '.cache', 'compile'),
  };
  const base = { command: process.execPath, cwd: ROOT, logs: launchLayout(data).logs, env: { ...env, ...settings } };
  const sourceMaps = ['--import', pathToFileURL(fromRoot('tools', 'start', 'source-maps.ts')).href];
  const args = (app: string) => [...sourceMaps, fromRoot('dist', 'apps', app, 'main.js')];
  const numbers = Array.from({ length: workers }, (_, index) => index + 1);
  return [
    { ...base, name: 'api', args: args('api') },
    ...numbers.map((number) => ({ ...base, name: `worker-${number}`, args: args('worker') })),
  ];
}

/** Folder of the console's files, if they are built. */
function webRoot() {
  const flat = fromRoot('dist', 'apps', 'web');
  const nested = join(flat, 'browser');
  return existsSync(join(nested, 'index.html')) ? nested : flat;
}
