import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../lib/run.mjs';
import { ensureProgram } from '../setup/programs.ts';

const REMEDY = 'Check that the Debian mirror of this machine is reachable: apt-get update';

/** @returns path of debootstrap, which is installed if it is missing */
export function ensureDebootstrap(): Promise<string> {
  return ensureProgram({
    title: 'debootstrap',
    names: ['debootstrap'],
    apt: ['debootstrap'],
    brew: '(not on macOS)',
    purpose: 'creates the Debian of substitute images and of a bare machine',
  });
}

/** Creates a minimal Debian of a release, without package lists and archives. The root folder must not exist yet. */
export async function makeDebianRoot({ suite, root }: { suite: string; root: string }) {
  const debootstrap = await ensureDebootstrap();
  await mustRun(debootstrap, ['--variant=minbase', suite, root, ...mirror()], { remedy: REMEDY });
  emptyPackageFolders(root);
}

export function emptyPackageFolders(root: string) {
  for (const part of ['var/cache/apt/archives', 'var/lib/apt/lists']) {
    rmSync(join(root, part), { recursive: true, force: true });
    mkdirSync(join(root, part, 'partial'), { recursive: true });
  }
}

/** The Debian mirror of this machine; empty for debootstrap's default. */
function mirror() {
  const folder = '/etc/apt/sources.list.d';
  const files = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  const texts = ['/etc/apt/sources.list', ...files]
    .filter((path) => /\.(list|sources)$/.test(path) && existsSync(path))
    .map((path) => readFileSync(path, 'utf8'));
  const own = mirrorIn(texts);
  return own === undefined ? [] : [own];
}

/** The first Debian archive in apt's sources, in either of their formats. */
export function mirrorIn(sources: readonly string[]): string | undefined {
  const address = /^(?:URIs:\s*|deb\s+(?:\[[^\]]*\]\s+)?)(https?:\/\/\S+?\/debian)\/?(?=\s|$)/m;
  return sources.map((text) => address.exec(text)?.[1]).find((found) => found !== undefined);
}
