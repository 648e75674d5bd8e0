import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Folder of binaries that take long to build, shared between clones.
 * @param {{ platform?: NodeJS.Platform, env?: NodeJS.ProcessEnv, home?: string }} [facts]
 */
export function cacheFolder({ platform = process.platform, env = process.env, home = homedir() } = {}) {
  if (env['HEDDLE_CACHE']) return env['HEDDLE_CACHE'];
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'heddle');
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'heddle');
}
