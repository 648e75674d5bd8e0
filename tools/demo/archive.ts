import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';

/** Output of builds and package managers. */
const LEFT_OUT = ['node_modules', 'dist', 'target', 'build', '.gradle'];

/** A folder's sources as tar.gz. The same files give the same bytes. */
export async function archive(folder: string): Promise<Uint8Array<ArrayBuffer>> {
  const tar = pack();
  for (const name of files(folder)) tar.entry({ name, mtime: new Date(0) }, readFileSync(join(folder, name)));
  tar.finalize();
  return new Uint8Array(await buffer(tar.pipe(createGzip())));
}

/** @returns relative paths, sorted */
function files(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.includes(name))
    .flatMap((entry) => (entry.isDirectory() ? files(folder, join(below, entry.name)) : [join(below, entry.name)]))
    .sort();
}
