import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { extract, type Header, pack } from 'tar-stream';
import { gzipStored } from './gzip';
import { InvalidChaincodePackageError } from './package-errors';

/** File contents by their path inside an archive, `/` between the parts. Text is written as UTF-8. */
export type ArchiveFiles = Readonly<Record<string, string | Uint8Array>>;

const LARGEST_ARCHIVE = 256 * 1024 * 1024;

/** A gzipped tar of regular files whose bytes depend on names and contents alone: sorted, without owners and dates. */
export async function createArchive(files: ArchiveFiles): Promise<Buffer> {
  const archive = pack();
  const ordered = Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [name, content] of ordered) {
    archive.entry({ name: safePath(name), mode: 0o644, mtime: new Date(0), uid: 0, gid: 0 }, Buffer.from(content));
  }
  archive.finalize();
  return gzipStored(await buffer(archive));
}

/**
 * The regular files of a gzipped tar.
 * @throws InvalidChaincodePackageError for anything but files and folders with paths inside the archive.
 */
export async function readArchive(bytes: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const entries = extract();
  entries.end(decompress(bytes));
  try {
    for await (const entry of entries) {
      const content = await buffer(entry);
      if (isFile(entry.header)) files.set(safePath(entry.header.name), content);
    }
  } catch (cause) {
    if (cause instanceof InvalidChaincodePackageError) throw cause;
    throw new InvalidChaincodePackageError('its tar archive is damaged', 'Package the chaincode again.', cause);
  }
  return files;
}

function decompress(bytes: Uint8Array): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_ARCHIVE });
  } catch (cause) {
    const remedy = `Give a .tar.gz of at most ${String(LARGEST_ARCHIVE >> 20)} MiB unpacked.`;
    throw new InvalidChaincodePackageError('it is not a gzip archive, or too large a one', remedy, cause);
  }
}

function isFile({ type, name }: Header): boolean {
  if (type === 'directory') return false;
  if (type === 'file' || type === 'contiguous-file') return true;
  throw new InvalidChaincodePackageError(`${name} is a ${type}`, 'Pack regular files only.');
}

/** A peer rejects absolute and escaping paths (`core/container/externalbuilder/tar.go`); so does this, both ways. */
function safePath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '.' && part !== '');
  if (path.startsWith('/') || /[\\\0]/.test(path) || parts.length === 0 || parts.includes('..')) {
    throw new InvalidChaincodePackageError(
      `the path ${JSON.stringify(path)} leaves the archive`,
      'Use relative paths.',
    );
  }
  return parts.join('/');
}
