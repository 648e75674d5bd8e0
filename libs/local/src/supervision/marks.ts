import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodeFolder } from '../node/node-folder';

/**
 * Marks in a node's run folder. `hold`: a person stopped it, it stays down. `halted`: the product was shut down while
 * it ran, it comes up with the product again and that counts as no crash.
 */
export type Mark = 'hold' | 'halted';

const pathOf = (folder: NodeFolder, mark: Mark): string => join(folder.run, mark);

export async function setMark(folder: NodeFolder, mark: Mark): Promise<void> {
  await mkdir(folder.run, { recursive: true, mode: 0o700 });
  await writeFile(pathOf(folder, mark), '');
}

export async function clearMark(folder: NodeFolder, mark: Mark): Promise<void> {
  await rm(pathOf(folder, mark), { force: true });
}

export async function hasMark(folder: NodeFolder, mark: Mark): Promise<boolean> {
  return access(pathOf(folder, mark)).then(
    () => true,
    () => false,
  );
}
