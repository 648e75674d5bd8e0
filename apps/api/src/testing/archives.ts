import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { UploadedFile } from '@heddle/client';
import { extract, pack } from 'tar-stream';

const SAMPLE = join(__dirname, '../../../../samples/asset-transfer-go');

export type Files = Readonly<Record<string, string>>;

/** The Go sample, with additional or replaced files. */
export async function goSample(others: Files = {}): Promise<UploadedFile> {
  const names = (await readdir(SAMPLE)).filter((name) => !name.endsWith('_test.go'));
  const own = await Promise.all(names.map(async (name) => [name, await readFile(join(SAMPLE, name), 'utf8')] as const));
  return { name: 'source.tar.gz', content: await tarGz({ ...Object.fromEntries(own), ...others }) };
}

export async function tarGz(files: Files): Promise<Uint8Array<ArrayBuffer>> {
  const archive = pack();
  for (const [name, text] of Object.entries(files)) archive.entry({ name }, text);
  archive.finalize();
  return new Uint8Array(gzipSync(await buffer(archive)));
}

/** Every file of a tar.gz by path. Files of nested archives have the archive's path as prefix. */
export async function unpacked(archive: Uint8Array): Promise<Map<string, Buffer>> {
  const reader = extract();
  reader.end(gunzipSync(archive));
  const files = new Map<string, Buffer>();
  for await (const entry of reader) {
    const content = await buffer(entry);
    files.set(entry.header.name, content);
    if (!entry.header.name.endsWith('.tar.gz')) continue;
    for (const [name, inner] of await unpacked(content)) files.set(`${entry.header.name}/${name}`, inner);
  }
  return files;
}
