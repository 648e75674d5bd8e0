import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import { inspectArchive } from './inspect-archive';
import { writeZip } from './write-zip';

interface TestEntry extends Partial<Header> {
  readonly name: string;
}

async function tarGz(entries: readonly TestEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const header of entries) {
    if (header.type === 'directory') archive.entry(header);
    else archive.entry(header, 'text');
  }
  archive.finalize();
  return gzipSync(await buffer(archive));
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-names-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function inspect(archive: Uint8Array): Promise<readonly string[]> {
  const path = join(folder, 'upload');
  await writeFile(path, archive);
  return (await inspectArchive(path, { fileName: 'upload' })).paths;
}

const MANIFEST = { name: 'go.mod' };
const LONG = 'ö'.repeat(128);

describe('an archive is refused, naming the entry, that holds', () => {
  it.each<[string, TestEntry[], string]>([
    ['a file, then a folder of its name', [{ name: 'a/b' }, { name: 'a/b', type: 'directory' }], '"a/b"'],
    ['a folder, then a file of its name', [{ name: 'a/b', type: 'directory' }, { name: 'a/b' }], '"a/b"'],
    ['a file, then a file below it', [{ name: 'a' }, { name: 'a/b/c' }], '"a"'],
    ['a file, after a file below it', [{ name: 'a/b/c' }, { name: 'a/b' }], '"a/b"'],
    ['a name of 256 bytes', [{ name: `a/${LONG}/b` }], 'longer than 255 bytes'],
    ['a file without a name', [{ name: 'x', pax: { path: './.' } }], '"./."'],
    ['a file whose last name is "."', [{ name: 'x', pax: { path: 'a/.' } }], '"a/."'],
    ['a name with ".."', [{ name: 'a/../b' }], '"a/../b"'],
    ['a NUL in a name', [{ name: 'x', pax: { path: 'a\0b' } }], String.raw`a\u0000b`],
    ['a line break in a name', [{ name: 'a\nb' }], String.raw`a\nb`],
    ['a C1 control character in a name', [{ name: 'a\u009bb' }], 'control characters'],
  ])('%s', async (_, entries, named) => {
    const error: unknown = await inspect(await tarGz([MANIFEST, ...entries])).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: 'unsupported_archive', message: expect.stringContaining(named) as string });
  });

  it('the same in a zip file', async () => {
    for (const names of [['a', 'a/b'], ['a/b', 'a'], [LONG], ['a\0b']]) {
      const files = Object.fromEntries(['go.mod', ...names].map((name) => [name, { content: 'x', secret: false }]));
      await expect(inspect(writeZip(files, new Date(2000, 0)))).rejects.toMatchObject({ code: 'unsupported_archive' });
    }
  });
});

it('accepts folders that occur twice, "./" before names, and names of 255 bytes', async () => {
  const long = 'a'.repeat(255);
  const entries: TestEntry[] = [
    { name: './', type: 'directory' },
    { name: './a', type: 'directory' },
    { name: './a', type: 'directory' },
    { name: './go.mod' },
    { name: `./a/${long}` },
  ];
  expect(await inspect(await tarGz(entries))).toEqual(['go.mod', `a/${long}`]);
});
