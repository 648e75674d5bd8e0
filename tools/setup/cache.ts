import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder of binaries that take long to build, shared between clones. */
export function cacheFolder({
  platform = process.platform,
  env = process.env,
  home = homedir(),
}: { platform?: NodeJS.Platform; env?: NodeJS.ProcessEnv; home?: string } = {}) {
  if (env['HEDDLE_CACHE']) return env['HEDDLE_CACHE'];
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'heddle');
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'heddle');
}
