import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fromRoot } from '../lib/root.mjs';

const STAMP = fromRoot('dist', 'build-stamp');
const FOLDERS = ['apps', 'libs', 'tools/build'];
const FILES = ['package-lock.json', 'tsconfig.base.json', 'nx.json'];

/** Files that must exist after a build for the product to start. */
export function builtFiles(exists: (path: string) => boolean = (path) => existsSync(fromRoot(path))) {
  const console = exists('apps/web/project.json')
    ? [['dist/apps/web/index.html', 'dist/apps/web/browser/index.html']]
    : [];
  return [['dist/apps/api/main.js'], ['dist/apps/worker/main.js'], ['dist/apps/worker/stop-nodes.js'], ...console];
}

/** Whether the last build used the current sources and its output still exists. */
export function isBuilt() {
  const present = builtFiles().every((alternatives) => alternatives.some((path) => existsSync(fromRoot(path))));
  return present && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint();
}

/** Records the sources of the build that has just succeeded. */
export function stampBuild(sources = fingerprint()) {
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, sources);
}

/** @returns a hash of all sources that a build reads */
export function fingerprint(): string {
  const hash = createHash('sha256');
  const sources = FOLDERS.flatMap((folder) => walk(folder)).filter((path) => !/\.spec\.ts$/.test(path));
  for (const path of [...sources, ...FILES].sort())
    hash
      .update(`${path}\0`)
      .update(readFileSync(fromRoot(path)))
      .update('\0');
  return hash.digest('hex');
}

/** @param folder relative to the repository */
function walk(folder: string): string[] {
  return readdirSync(fromRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules' || entry.name === 'e2e') return [];
    return entry.isDirectory() ? walk(path) : [path];
  });
}
