import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Paths of one node's files. */
export interface NodeFolder {
  readonly chainId: string;
  readonly name: string;
  readonly path: string;
  /** The node's definition, see `NodeRecord`. */
  readonly record: string;
  /** Secret variables of its process. */
  readonly secrets: string;
  readonly config: string;
  readonly volumes: string;
  readonly logs: string;
  /** The process's log. */
  readonly log: string;
  /** Pid files, one per start, and the marks of `Mark`. */
  readonly run: string;
}

export const REMOVED_PREFIX = '.removed-';
/** Folders beside `volumes`, one for each start that moved the volumes aside. */
export const ASIDE_PREFIX = 'aside.';

export function chainFolder(root: string, chainId: string): string {
  return join(root, chainId);
}

export function nodeFolder(root: string, chainId: string, name: string): NodeFolder {
  const path = join(chainFolder(root, chainId), name);
  const logs = join(path, 'logs');
  return {
    chainId,
    name,
    path,
    record: join(path, 'node.json'),
    secrets: join(path, 'secrets.json'),
    config: join(path, 'config'),
    volumes: join(path, 'volumes'),
    logs,
    log: join(logs, 'node.log'),
    run: join(path, 'run'),
  };
}

export function volumeFolder(folder: NodeFolder, volume: string): string {
  return join(folder.volumes, volume);
}

/** Writes a file atomically: readers, and starts after a crash, see either the old or the new content. */
export async function writeAtomically(path: string, content: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}.draft`;
  await writeFile(draft, content, { mode });
  await rename(draft, path);
}
