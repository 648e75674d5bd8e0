import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ifPresent } from '../file-errors';
import { folderNames, knownNodes } from '../node/node-list';

const DAY_MS = 86_400_000;
/** A build that nobody has used for so long goes, unless a node runs it or may run it again. */
export const KEPT_MS = 30 * DAY_MS;

/** Entries of the folder of builds: builds, half-done builds, locks of killed builders, and what is being deleted. */
const OURS = /^([0-9a-f]{64}$|\.build-|\.lock-|\.pruned-)/;

export interface PruneOptions {
  readonly cacheDir: string;
  /** Folder of all nodes of this machine. */
  readonly nodes: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Remembers that a build is used, for {@link pruneBuilds}. */
export async function touchBuild(folder: string, at = new Date()): Promise<void> {
  await ifPresent(utimes(folder, at, at));
}

/**
 * Deletes builds that were not used for 30 days, and what killed builders left that long ago. A build that any node of
 * this machine is defined with stays, running or not: a stopped chain must be able to start.
 *
 * @returns the names of what was deleted
 */
export async function pruneBuilds({ cacheDir, nodes, now }: PruneOptions): Promise<string[]> {
  const names = (await readdir(cacheDir)).filter((name) => OURS.test(name));
  const old: string[] = [];
  for (const name of names) {
    const info = await ifPresent(stat(join(cacheDir, name)));
    if (info !== undefined && now - info.mtimeMs > KEPT_MS) old.push(name);
  }
  if (old.length === 0) return [];
  const needed = await foldersOfNodes(nodes);
  const unneeded = old.filter((name) => !needed.has(name));
  for (const name of unneeded) await removeAtOnce(cacheDir, name);
  return unneeded;
}

/** Every folder name on the way to a place that a node's program runs in; a build's name is unlike any other. */
async function foldersOfNodes(root: string): Promise<ReadonlySet<string>> {
  const chains = await folderNames(root);
  const nodes = (await Promise.all(chains.map((chainId) => knownNodes(root, { chainId })))).flat();
  return new Set(nodes.flatMap(({ record }) => record.cwd.split(sep)));
}

/** Takes a build away by one rename, so that nobody finds half of it. */
async function removeAtOnce(cacheDir: string, name: string): Promise<void> {
  const aside = join(cacheDir, `.pruned-${randomUUID()}`);
  await ifPresent(rename(join(cacheDir, name), aside));
  await rm(aside, { recursive: true, force: true });
}
