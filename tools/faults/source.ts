import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';

const FOLDER = join(__dirname, '..', '..', 'samples', 'asset-transfer-go');

/** The Go sample as tar.gz. A note makes it a different source, which has not been built yet. */
export async function goSource(note?: string): Promise<Uint8Array<ArrayBuffer>> {
  const archive = pack();
  for (const name of readdirSync(FOLDER)) archive.entry({ name }, readFileSync(join(FOLDER, name)));
  if (note !== undefined) archive.entry({ name: 'note.txt' }, note);
  archive.finalize();
  return new Uint8Array(await buffer(archive.pipe(createGzip())));
}
