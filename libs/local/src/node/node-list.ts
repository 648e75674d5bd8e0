import type { NodeSelector } from '@heddle/runtime';
import { readdir } from 'node:fs/promises';
import { ifPresent } from '../file-errors';
import { FolderMemory } from './folder-memory';
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

/** The nodes below a folder. A folder is read again only after its entries have changed. */
export class NodeIndex {
  readonly #root: string;
  readonly #names = new FolderMemory<string[]>();
  readonly #records = new FolderMemory<NodeRecord | undefined>();

  constructor(root: string) {
    this.#root = root;
  }

  /** The selected nodes that have a record, sorted by name. */
  async select({ chainId, names }: NodeSelector): Promise<KnownNode[]> {
    const chain = chainFolder(this.#root, chainId);
    const present = await this.#names.read(chain, () => folderNames(chain));
    const wanted = present.filter((name) => !name.startsWith(REMOVED_PREFIX) && (names?.includes(name) ?? true));
    const nodes = await Promise.all(
      wanted.map(async (name) => {
        const folder = nodeFolder(this.#root, chainId, name);
        const record = await this.#records.read(folder.path, () => readRecord(folder));
        return record === undefined ? [] : [{ folder, record }];
      }),
    );
    return nodes.flat();
  }
}
