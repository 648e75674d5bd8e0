import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { noContent, type ArchiveEntry } from './archive-entry';
import { UnsupportedArchiveError } from './archive-errors';
import { entryPath } from './entry-path';
import { isNpmProgram } from './npm-program';

const FILE_TYPE = 0o170000;
const SYMLINK = 0o120000;
const REGULAR = 0o100000;
const DIRECTORY = 0o040000;

const typeOf = ({ externalFileAttributes }: Entry): number => (externalFileAttributes >>> 16) & FILE_TYPE;

function checkType(entry: Entry): void {
  const type = typeOf(entry);
  if (type === SYMLINK) throw new UnsupportedArchiveError(`The archive holds a symbolic link (${entry.fileName}).`);
  if (type !== 0 && type !== REGULAR && type !== DIRECTORY) {
    throw new UnsupportedArchiveError(`The archive holds a special file (${entry.fileName}).`);
  }
  if (entry.isEncrypted()) throw new UnsupportedArchiveError('The archive is encrypted.');
}

function toEntry(zip: ZipFile, entry: Entry): ArchiveEntry {
  checkType(entry);
  const type = entry.fileName.endsWith('/') ? 'directory' : 'file';
  return {
    path: entryPath(entry.fileName, type),
    type,
    open: () => (type === 'file' ? zip.openReadStreamPromise(entry) : Promise.resolve(noContent())),
  };
}

/** The entries of a zip file, one after the other. */
export async function* zipEntries(path: string): AsyncGenerator<ArchiveEntry> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (typeOf(entry) === SYMLINK && isNpmProgram(entry.fileName)) continue;
      yield toEntry(zip, entry);
    }
  } finally {
    zip.close();
  }
}
