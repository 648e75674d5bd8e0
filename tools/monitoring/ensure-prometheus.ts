import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run, which } from '../lib/run.mjs';
import { ToolError, say } from '../lib/say.mjs';
import { cacheFolder } from '../setup/cache.ts';
import { refreshPackageLists } from '../setup/programs.ts';

const PACKAGE = 'prometheus';

/**
 * Finds Prometheus and promtool, or unpacks Debian's package into the cache. Installing the package would start a
 * server, and building from source takes longer than all tests that need it.
 * @returns the folder with both
 */
export async function ensurePrometheus(): Promise<string> {
  const installed = which('promtool');
  if (installed && existsSync(join(dirname(installed), 'prometheus'))) return dirname(installed);
  const folder = join(cacheFolder(), PACKAGE);
  const programs = join(folder, 'usr', 'bin');
  if (!existsSync(programs)) await unpack(folder);
  return programs;
}

/** Creates the folder once it is complete. */
async function unpack(folder: string): Promise<void> {
  if (which('apt-get') === undefined || which('dpkg-deb') === undefined)
    throw failure('apt-get is not available to install it');
  say('Set-up: getting Prometheus (to test rules and dashboards): apt-get download prometheus');
  const temporary = `${folder}.${process.pid}`;
  mkdirSync(temporary, { recursive: true });
  try {
    const archive = join(temporary, await download(temporary));
    const unpacked = await run('dpkg-deb', ['-x', archive, temporary], { output: 'capture' });
    if (unpacked.code !== 0) throw failure(unpacked.stderr.trim());
    rmSync(archive);
    renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** @returns name of the file */
async function download(folder: string): Promise<string> {
  const get = () => run('apt-get', ['download', PACKAGE], { cwd: folder, output: 'capture' });
  if ((await get()).code !== 0) await refreshPackageLists();
  const file = () => readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (file() === undefined) {
    const { stderr } = await get();
    if (file() === undefined) throw failure(stderr.trim());
  }
  return file() ?? '';
}

function failure(why: string): ToolError {
  return new ToolError(
    `Prometheus is not installed (needed to test rules and dashboards): ${why}`,
    'Install Prometheus from https://prometheus.io/download, put prometheus and promtool in PATH, and start again.',
  );
}
