import { statSync } from 'node:fs';
import { BoundedMap } from './bounded-map';

/** Kernels stamp files with a clock that advances every few milliseconds: changes within one step look like one. */
const CLOCK_STEP_MS = 100;

/**
 * Identifies the entries of a folder: when one was last added, replaced or removed. Undefined if that was so recently
 * that another change could have the same time, or if there is no folder.
 */
export function folderStamp(path: string): string | undefined {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined || Date.now() - info.mtimeMs < CLOCK_STEP_MS) return undefined;
  return `${info.ino}:${info.mtimeMs}`;
}

/** What was read from folders, kept until their entries change. Files must be written by renaming. */
export class FolderMemory<Value> {
  readonly #kept = new BoundedMap<{ readonly stamp: string; readonly value: Value }>();

  async read(path: string, read: () => Promise<Value>): Promise<Value> {
    const stamp = folderStamp(path);
    const kept = this.#kept.get(path);
    if (kept !== undefined && kept.stamp === stamp) return kept.value;
    this.#kept.delete(path);
    const value = await read();
    if (stamp !== undefined) this.#kept.set(path, { stamp, value });
    return value;
  }
}
