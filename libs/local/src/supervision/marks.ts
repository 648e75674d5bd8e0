import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isThere } from '../file-errors';
import type { NodeFolder } from '../node/node-folder';

/**
 * Marks in a node's run folder. `hold`: a person stopped it, it stays down. `halted`: the product was shut down while
 * it ran, it comes up with the product again and that counts as no crash. `blank`: it has never been ready, so that
 * nobody has given it anything to keep yet.
 */
export type Mark = 'hold' | 'halted' | 'blank';

/**
 * Makes the run folder of a new node, `blank` from its first moment; of an existing one nothing is changed. Both come in
 * one step: a mark that was set late, after others had made the node ready, would cost it what it keeps.
 */
export async function makeRunFolder({ run }: NodeFolder): Promise<void> {
  if (await isThere(run)) return;
  const draft = `${run}.${randomUUID()}.draft`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await writeFile(join(draft, 'blank' satisfies Mark), '');
  try {
    await rename(draft, run);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Somebody else was faster.
    if (!(await isThere(run))) throw error;
  }
}

const pathOf = (folder: NodeFolder, mark: Mark): string => join(folder.run, mark);

export async function setMark(folder: NodeFolder, mark: Mark): Promise<void> {
  await mkdir(folder.run, { recursive: true, mode: 0o700 });
  await writeFile(pathOf(folder, mark), '');
}

export async function clearMark(folder: NodeFolder, mark: Mark): Promise<void> {
  await rm(pathOf(folder, mark), { force: true });
}

export const hasMark = (folder: NodeFolder, mark: Mark): Promise<boolean> => isThere(pathOf(folder, mark));
