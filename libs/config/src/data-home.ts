import { chmod, mkdir } from 'node:fs/promises';

/**
 * Makes the data directory where it is missing, and closes it to every other account, whatever the umask is and
 * whoever made it before: keys, database and nodes lie below it.
 */
export async function makeDataHome(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
}
