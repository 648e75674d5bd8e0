import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileTree } from '../identities/file-tree';

/** Writes files below a folder, secret ones readable by their owner only. */
export async function writeFiles(folder: string, files: FileTree): Promise<void> {
  await Promise.all(
    Object.entries(files).map(async ([path, { content, secret }]) => {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content, { mode: secret ? 0o600 : 0o644 });
    }),
  );
}

/** Runs with a new empty folder that is gone afterwards. */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'heddle-fabric-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
