import { chmod, mkdir } from 'node:fs/promises';

/**
 * Creates the data directory where it is missing, and closes it to every other account, whatever the umask is and
 * whoever created it: keys, database and nodes lie below it. The root of a mounted volume belongs to another account,
 * which alone may change its mode; who else mounts a volume is decided where it is defined.
 */
export async function makeDataHome(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  });
}
