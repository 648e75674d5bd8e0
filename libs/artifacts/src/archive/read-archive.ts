import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ArchiveEntry } from './archive-entry';
import { UnsupportedArchiveError } from './archive-errors';
import { archiveFormat, type ArchiveFormat } from './archive-format';
import { ArchiveBudget, DEFAULT_ARCHIVE_LIMITS, type ArchiveLimits } from './archive-limits';
import { EntryNames } from './entry-names';
import { tarEntries } from './tar-entries';
import { zipEntries } from './zip-entries';

export interface ReadArchiveOptions {
  /** The name under which the file was uploaded. */
  readonly fileName: string;
  readonly limits?: ArchiveLimits;
  readonly signal?: AbortSignal;
}

/** Handles the content of one entry; it must read all of it. */
export type EntryVisitor = (
  entry: Pick<ArchiveEntry, 'path' | 'type'>,
  content: AsyncIterable<Buffer>,
) => Promise<void>;

async function* fileEntry(path: string, fileName: string): AsyncGenerator<ArchiveEntry> {
  yield await Promise.resolve({ path: fileName, type: 'file', open: () => Promise.resolve(createReadStream(path)) });
}

interface Source {
  readonly path: string;
  readonly fileName: string;
  readonly limits: ArchiveLimits;
}

/** Space in a tar file for one entry in addition to its content: header and padding. */
const TAR_OVERHEAD = 2_048;

function entriesOf(format: ArchiveFormat, { path, fileName, limits }: Source): AsyncGenerator<ArchiveEntry> {
  switch (format) {
    case 'zip':
      return zipEntries(path);
    case 'tar.gz':
      return tarEntries(path, limits.maxTotalBytes + limits.maxEntries * TAR_OVERHEAD);
    case 'file':
      return fileEntry(path, fileName);
  }
}

async function* counted(entry: ArchiveEntry, budget: ArchiveBudget): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const part of await entry.open()) {
    size += part.length;
    budget.bytes(part.length, size, entry.path);
    yield part;
  }
}

/** Whether an error is caused by the archive's bytes: the libraries that read them throw plain errors. */
function aboutContent(error: unknown): error is Error {
  if (typeof error !== 'object' || error === null || error instanceof UnsupportedArchiveError) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const name = 'name' in error ? error.name : '';
  return name !== 'AbortError' && (code === '' || code.startsWith('Z_') || code.startsWith('ERR_STREAM'));
}

/**
 * Walks through an uploaded source file without trusting it and hands each entry to `visit`, each path at most once.
 *
 * @throws UnsupportedArchiveError for damaged archives, paths that lead out, links, special files and bombs
 */
export async function readArchive(
  path: string,
  { fileName, limits = DEFAULT_ARCHIVE_LIMITS, signal }: ReadArchiveOptions,
  visit: EntryVisitor,
): Promise<{ format: ArchiveFormat; totalBytes: number }> {
  const format = await archiveFormat(path, fileName);
  const budget = new ArchiveBudget((await stat(path)).size, limits);
  const names = new EntryNames();
  const visitOnce = async (entry: ArchiveEntry) => {
    signal?.throwIfAborted();
    budget.entry();
    names.add(entry);
    await visit(entry, counted(entry, budget));
  };
  const entries = entriesOf(format, { path, fileName, limits });
  try {
    for await (const entry of entries) await visitOnce(entry);
  } catch (error) {
    if (!aboutContent(error)) throw error;
    throw new UnsupportedArchiveError(`The archive cannot be read: ${error.message}.`, { cause: error });
  }
  if (names.size === 0) throw new UnsupportedArchiveError('The archive is empty.');
  return { format, totalBytes: budget.total };
}
