import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ifPresent, isThere } from '../file-errors';
import type { NodeFolder } from '../node/node-folder';

/**
 * Marks in a node's run folder. `hold`: a user stopped the node; it stays stopped. `halted`: the product was shut down
 * while the node ran; it starts again with the product, and that does not count as a crash. `never-ready`: no probe has
 * found the node ready yet; the first one that does clears the mark.
 */
export type Mark = 'hold' | 'halted' | 'never-ready';

/**
 * Creates the run folder of a new node with the mark `never-ready`; an existing folder is not changed. Folder and mark
 * appear in one step: a mark set after the node was ready would let the next start move its data aside.
 */
export async function makeRunFolder({ run }: NodeFolder): Promise<void> {
  if (await isThere(run)) return;
  const draft = `${run}.${randomUUID()}.draft`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await writeFile(join(draft, 'never-ready' satisfies Mark), '');
  try {
    await rename(draft, run);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another worker was faster.
    if (!(await isThere(run))) throw error;
  }
}

const pathOf = (folder: NodeFolder, mark: Mark): string => join(folder.run, mark);

export async function setMark(folder: NodeFolder, mark: Mark): Promise<void> {
  await mkdir(folder.run, { recursive: true, mode: 0o700 });
  await writeFile(pathOf(folder, mark), '');
}

export async function clearMark(folder: NodeFolder, mark: Mark): Promise<void> {
  await ifPresent(unlink(pathOf(folder, mark)));
}

export const hasMark = (folder: NodeFolder, mark: Mark): Promise<boolean> => isThere(pathOf(folder, mark));
