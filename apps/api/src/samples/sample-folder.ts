import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { ChaincodeSample, CollectionConfig } from '@heddle/contracts';
import { createArchive, type ArchiveFiles } from '@heddle/fabric';

/** Output of builds and package managers. */
const LEFT_OUT = new Set(['node_modules', 'dist', 'target', 'build', '.gradle']);
const INDEX = 'samples.json';

const IndexEntry = z.strictObject({
  ...ChaincodeSample.shape,
  /** The file with the collections, in the sample's folder. */
  collections: z.string().nullable(),
});

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The samples in the index of a folder; none if there is no folder or no index. */
export async function readSamples(folder: string): Promise<ChaincodeSample[]> {
  const index = await textOf(join(folder, INDEX));
  const entries = index === undefined ? [] : z.array(IndexEntry).parse(JSON.parse(index));
  return Promise.all(
    entries.map(async ({ collections, ...sample }) => {
      const text = collections === null ? undefined : await textOf(join(folder, sample.name, collections));
      return { ...sample, collections: z.array(CollectionConfig).parse(JSON.parse(text ?? '[]')) };
    }),
  );
}

/** The sources of a sample as tar.gz. The same files always result in the same bytes, so that they are stored once. */
export async function packSample(folder: string): Promise<Buffer> {
  const files: Record<string, ArchiveFiles[string]> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name));
    if (!entry.isFile() || path.split(sep).some((part) => LEFT_OUT.has(part))) continue;
    files[path.split(sep).join('/')] = await readFile(join(folder, path));
  }
  return createArchive(files);
}
