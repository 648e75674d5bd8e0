import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { BuildFailedError } from '../build-errors';

/**
 * The worker reads the output of a build outside of the sandbox, and the server sees its folder. Neither may follow a
 * link to another place or block on a pipe.
 *
 * @throws BuildFailedError with the first entry that is not a file, a folder or a link within the folder
 */
export async function checkProduce(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() || entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    if (await leadsWithin(entry, path, folder)) continue;
    throw new BuildFailedError(
      `The build left ${relative(folder, path)}, which is ${entry.isSymbolicLink() ? 'a link that leads out of the project or to nothing' : 'neither a file nor a folder'}.`,
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
    // A link to nothing, or a cycle of links.
    return false;
  }
}
