import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readArchive, type ReadArchiveOptions } from './read-archive';

/**
 * Unpacks an uploaded chaincode source into an empty folder. Every path stays inside the folder, nothing is
 * overwritten, and no file is executable.
 *
 * @throws UnsupportedArchiveError
 */
export async function extractArchive(path: string, folder: string, options: ReadArchiveOptions): Promise<void> {
  await mkdir(folder, { recursive: true });
  await readArchive(path, options, async (entry, content) => {
    const target = join(folder, entry.path);
    if (entry.type === 'directory') {
      await mkdir(target, { recursive: true });
      return;
    }
    await mkdir(dirname(target), { recursive: true });
    await writeAll(target, content);
  });
}

async function writeAll(path: string, content: AsyncIterable<Buffer>): Promise<void> {
  const file = await open(path, 'wx', 0o644);
  try {
    for await (const part of content) await file.write(part);
  } finally {
    await file.close();
  }
}
