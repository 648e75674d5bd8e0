import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { BuildFailedError } from '../build-errors';

/**
 * What a build leaves is read by the worker, outside of the sandbox, and its place is shown to the server: neither may
 * follow a link to something else, or wait for a pipe.
 *
 * @throws BuildFailedError that names the first entry that is no file, no folder and no link within the folder
 */
export async function checkProduce(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() || entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    if (await leadsWithin(entry, path, folder)) continue;
    throw new BuildFailedError(
      `The build left ${relative(folder, path)}, which is ${entry.isSymbolicLink() ? 'a link that leads out of the project or to nothing' : 'no file and no folder'}.`,
      [],
      'Change the build so that it leaves files, folders, and links within the project; then deploy the corrected upload.',
    );
  }
}

async function leadsWithin(entry: Dirent, path: string, folder: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return false;
  try {
    const target = await realpath(path);
    return `${target}${sep}`.startsWith(`${await realpath(folder)}${sep}`);
  } catch {
    // A link to nothing, or in a circle.
    return false;
  }
}
