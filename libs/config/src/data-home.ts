import { chmod, mkdir } from 'node:fs/promises';

/**
 * Creates the data directory if it is missing, and denies all other accounts access to it, whatever the umask is and
 * regardless of who created it: it contains keys, the database and nodes. The root of a mounted volume belongs to
 * another account, which alone may change its mode; who else can mount a volume is decided where it is defined.
 */
export async function makeDataHome(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  });
}
