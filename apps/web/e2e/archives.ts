import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

const root = join(__dirname, '..', '..', '..');

/** A file as a browser's file picker hands it over. */
export interface UploadFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

async function archiveOf(name: string, files: Readonly<Record<string, string>>): Promise<UploadFile> {
  const archive = pack();
  for (const [path, text] of Object.entries(files)) archive.entry({ name: path }, text);
  archive.finalize();
  const parts: Buffer[] = [];
  for await (const part of archive as AsyncIterable<Buffer>) parts.push(part);
  return { name, mimeType: 'application/gzip', buffer: gzipSync(Buffer.concat(parts)) };
}

/** The sample chaincode in Go. */
export async function goSample(): Promise<UploadFile> {
  const folder = join(root, 'samples/asset-transfer-go');
  const names = (await readdir(folder)).filter((name) => !name.endsWith('_test.go'));
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
  );
  return archiveOf('asset-transfer.tar.gz', Object.fromEntries(files));
}

/** A project whose build waits until the file `gate` is there, and then does not compile. */
export async function brokenSource(gate: string): Promise<UploadFile> {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const build = `echo 'waiting at the gate'; while [ ! -e '${gate}' ]; do sleep 0.05; done; node '${tsc}' --noEmit index.ts`;
  return archiveOf('broken.tar.gz', {
    'package.json': JSON.stringify({ name: 'broken', version: '1.0.0', scripts: { build, start: 'node index.js' } }),
    'index.ts': 'export const size: number = "three";\n',
  });
}
