import { buildFolder, SOURCE, type BuildRecord } from '@heddle/runtime';
import { access, chmod, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Marks a folder whose source is complete, and may be in use by a pod. */
const UNPACKED = 'unpacked';

/** Whether a source was handed over to pods. */
export const isHandedOver = (folder: string): Promise<boolean> =>
  access(join(folder, UNPACKED)).then(
    () => true,
    () => false,
  );

/** The account of a pod may write to the build folder and its existing files: `npm prune` writes the lock file. */
export async function handOver(folder: string): Promise<void> {
  await openFolder(folder);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await openFolder(path);
    if (entry.isFile()) await chmod(path, (await stat(path)).mode | 0o666);
  }
  await writeFile(join(folder, UNPACKED), '');
}

/** Lets every account write to a folder. */
export const openFolder = (folder: string): Promise<void> => chmod(folder, 0o777);

/** A finished build appears by one rename, so an incomplete one is never visible. */
export async function appear(folder: string, builds: string, record: BuildRecord): Promise<void> {
  await rm(join(folder, SOURCE), { recursive: true, force: true });
  await rm(join(folder, UNPACKED), { force: true });
  await writeFile(join(folder, 'build.json'), JSON.stringify(record, null, 2));
  try {
    await rename(folder, buildFolder(builds, record.id));
  } catch (error) {
    // Another chain was faster with the same content.
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
