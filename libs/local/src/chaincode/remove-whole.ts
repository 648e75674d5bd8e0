import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, ifPresent } from '../file-errors';

/** Deletes the files of a build, including folders that it made read-only, as Go does with its module cache. */
export async function removeWhole(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    if (!hasCode(error, 'EACCES', 'EPERM')) throw error;
    await openUp(path);
    await rm(path, { recursive: true, force: true });
  }
}

async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of (await ifPresent(readdir(folder, { withFileTypes: true }))) ?? []) {
    if (entry.isDirectory()) await openUp(join(folder, entry.name));
  }
}
