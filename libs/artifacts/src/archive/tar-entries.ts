import { createReadStream } from 'node:fs';
import { pipeline, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { noContent, type ArchiveEntry } from './archive-entry';
import { UnsupportedArchiveError } from './archive-errors';
import { entryPath } from './entry-path';
import { isNpmProgram } from './npm-program';

function typeOf({ type, name }: Header): ArchiveEntry['type'] {
  switch (type) {
    case 'file':
    case 'contiguous-file':
      return 'file';
    case 'directory':
      return 'directory';
    case 'symlink':
    case 'link':
      throw new UnsupportedArchiveError(`The archive holds a link (${name}).`);
    default:
      throw new UnsupportedArchiveError(`The archive holds a special file (${name}).`);
  }
}

/** Limits everything that is unpacked, including headers, which belong to no entry. */
function bounded(maxBytes: number): Transform {
  let total = 0;
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      total += part.length;
      if (total > maxBytes) done(new UnsupportedArchiveError(`The archive unpacks to more than ${maxBytes} bytes.`));
      else done(null, part);
    },
  });
}

/** The entries of a tar.gz file, one after the other; `maxBytes` bounds the unpacked tar file. */
export async function* tarEntries(path: string, maxBytes: number): AsyncGenerator<ArchiveEntry> {
  const source = createReadStream(path);
  const tar = extract();
  // The error of any stage reaches the loop below through `tar`, which pipeline destroys with it.
  pipeline(source, createGunzip(), bounded(maxBytes), tar, () => undefined);
  try {
    for await (const entry of tar) {
      if (entry.header.type === 'symlink' && isNpmProgram(entry.header.name)) {
        entry.resume();
        continue;
      }
      const type = typeOf(entry.header);
      if (type === 'directory') entry.resume();
      const content = entry as AsyncIterable<Buffer>;
      yield {
        path: entryPath(entry.header.name, type),
        type,
        open: () => Promise.resolve(type === 'file' ? content : noContent()),
      };
    }
  } finally {
    source.destroy();
  }
}
