import type { NodeSelector } from '@heddle/runtime';
import { readdir } from 'node:fs/promises';
import { ifPresent } from '../file-errors';
import { chainFolder, nodeFolder, REMOVED_PREFIX, type NodeFolder } from './node-folder';
import { readRecord, type NodeRecord } from './node-record';

export interface KnownNode {
  readonly folder: NodeFolder;
  readonly record: NodeRecord;
}

/** Names of the subfolders; none if the folder does not exist. */
export async function folderNames(path: string): Promise<string[]> {
  const entries = (await ifPresent(readdir(path, { withFileTypes: true }))) ?? [];
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** The selected nodes that have a record, sorted by name. */
export async function knownNodes(root: string, { chainId, names }: NodeSelector): Promise<KnownNode[]> {
  const present = await folderNames(chainFolder(root, chainId));
  const wanted = present.filter((name) => !name.startsWith(REMOVED_PREFIX) && (names?.includes(name) ?? true));
  const nodes = await Promise.all(
    wanted.map(async (name) => {
      const folder = nodeFolder(root, chainId, name);
      const record = await readRecord(folder);
      return record === undefined ? [] : [{ folder, record }];
    }),
  );
  return nodes.flat();
}
