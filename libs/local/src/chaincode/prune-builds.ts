import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ifPresent } from '../file-errors';
import { folderNames, NodeIndex } from '../node/node-list';

const DAY_MS = 86_400_000;
/** A build that was not used for this long is deleted, unless a node of this machine refers to it. */
export const KEPT_MS = 30 * DAY_MS;

/**
 * Entries of the folder of builds: builds, incomplete builds, locks of killed builders, and builds that are being
 * deleted.
 */
const OURS = /^([0-9a-f]{64}$|\.build-|\.lock-|\.pruned-)/;

export interface PruneOptions {
  readonly cacheDir: string;
  /** Folder of all nodes of this machine. */
  readonly nodes: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Records the use of a build for {@link pruneBuilds}. */
export async function touchBuild(folder: string, at = new Date()): Promise<void> {
  await ifPresent(utimes(folder, at, at));
}

/**
 * Deletes builds that were not used for 30 days, and leftovers of killed builders of the same age. A build that a node
 * of this machine refers to is kept, whether the node runs or not: a stopped chain must be able to start.
 *
 * @returns the names of the deleted entries
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

/** Every folder name on the path of a node's program; names of builds are unique. */
async function foldersOfNodes(root: string): Promise<ReadonlySet<string>> {
  const chains = await folderNames(root);
  const index = new NodeIndex(root);
  const nodes = (await Promise.all(chains.map((chainId) => index.select({ chainId })))).flat();
  return new Set(nodes.flatMap(({ record }) => record.cwd.split(sep)));
}

/** Removes a build by one rename, so that an incomplete build is never visible. */
async function removeAtOnce(cacheDir: string, name: string): Promise<void> {
  const aside = join(cacheDir, `.pruned-${randomUUID()}`);
  await ifPresent(rename(join(cacheDir, name), aside));
  await rm(aside, { recursive: true, force: true });
}
