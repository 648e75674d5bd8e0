import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyPackageFolders, makeDebianRoot } from '../debian/debian-root.ts';
import { withLock } from '../lib/lock.mjs';
import { mustRun } from '../lib/run.mjs';
import { say } from '../lib/say.mjs';
import { cacheFolder } from '../setup/cache.ts';
import { inRoot } from './enter.ts';
import { copyRegistries } from './registries.ts';

/** A Debian release that ships Node 20. */
const SUITE = 'trixie';
/** The packages that the README requires, and those needed to reach the registries. */
const PACKAGES = ['git', 'nodejs', 'npm', 'ca-certificates'];
const REMEDY = 'Check that the Debian mirror of this machine is reachable: apt-get update';

/** Where the stage keeps files between runs. */
export function bareCache() {
  return join(cacheFolder(), 'bare');
}

/**
 * Unpacks a new machine: Debian with git and Node 20, and the registry settings of this machine.
 * @returns the folder that is its root
 */
export async function unpackRoot(): Promise<string> {
  const archive = await baseArchive();
  const root = mkdtempSync(join(tmpdir(), 'heddle-bare-'));
  await mustRun('tar', ['-C', root, '-xf', archive], { remedy: `Remove ${archive}; the next run recreates it.` });
  await copyRegistries(root);
  return root;
}

/** @returns the archive of the base, created once per recipe */
async function baseArchive(): Promise<string> {
  const recipe = createHash('sha256')
    .update([SUITE, ...PACKAGES].join(' '))
    .digest('hex')
    .slice(0, 12);
  const archive = join(bareCache(), `${SUITE}-${recipe}.tar`);
  mkdirSync(bareCache(), { recursive: true });
  await withLock(
    `${archive}.lock`,
    ({ pid }) => {
      say(`Bare machine: process ${pid} is creating it: waiting`);
    },
    async () => {
      if (!existsSync(archive)) await makeArchive(archive);
    },
  );
  return archive;
}

async function makeArchive(archive: string) {
  say(`Bare machine: creating a Debian ${SUITE} with ${PACKAGES.join(', ')} (once)`);
  const folder = mkdtempSync(join(tmpdir(), 'heddle-bare-base-'));
  const root = join(folder, 'root');
  try {
    await makeDebianRoot({ suite: SUITE, root });
    await copyRegistries(root);
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...PACKAGES], ['clean']])
      await mustRun(...inRoot(root, { command: ['apt-get', ...args] }), { remedy: REMEDY });
    emptyPackageFolders(root);
    await mustRun('tar', ['-C', root, '--one-file-system', '-cf', `${archive}.new`, '.'], { remedy: REMEDY });
    renameSync(`${archive}.new`, archive);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
