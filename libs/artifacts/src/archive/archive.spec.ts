import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import { DEFAULT_ARCHIVE_LIMITS } from './archive-limits';
import { chooseProject } from './detect-projects';
import { extractArchive } from './extract-archive';
import { inspectArchive } from './inspect-archive';
import { readMetaInf } from './read-meta-inf';

interface TestEntry extends Partial<Header> {
  readonly name: string;
  readonly text?: string;
}

async function tarGz(entries: readonly TestEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const { text = '', ...header } of entries) archive.entry(header, text);
  archive.finalize();
  const parts: Buffer[] = [];
  for await (const part of archive as AsyncIterable<Buffer>) parts.push(part);
  return gzipSync(Buffer.concat(parts));
}

interface ZipEntry {
  readonly name: string;
  readonly text?: string;
  /** Unix mode, type bits included. */
  readonly mode?: number;
  /** A size that the headers claim instead of the true one. */
  readonly claimedSize?: number;
}

function zip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, text = '', mode = 0o100644, claimedSize } of entries) {
    const content = deflateRawSync(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(text), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(claimedSize ?? Buffer.byteLength(text), 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), content]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, rest, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const GO_PROJECT = [
  { name: 'asset/go.mod', text: 'module asset' },
  { name: 'asset/cmd/main.go', text: 'package main' },
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-archive-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function stored(content: Buffer | string, fileName = 'upload.bin'): Promise<string> {
  const path = join(folder, fileName);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

describe('an archive of a project', () => {
  it.each([
    ['zip', () => Promise.resolve(zip(GO_PROJECT))],
    ['tar.gz', () => tarGz(GO_PROJECT)],
  ])('is recognised and unpacked as %s', async (format, make) => {
    const path = await stored(await make());
    const inspection = await inspectArchive(path, { fileName: 'upload.bin' });
    expect(inspection).toMatchObject({ format, projects: [{ language: 'go', path: 'asset' }], totalBytes: 24 });
    expect(inspection.paths).toEqual(['asset/go.mod', 'asset/cmd/main.go']);
    const target = join(folder, 'out');
    await extractArchive(path, target, { fileName: 'upload.bin' });
    expect(await readFile(join(target, 'asset/cmd/main.go'), 'utf8')).toBe('package main');
  });

  it.each([
    ['package.json', 'node'],
    ['pom.xml', 'java'],
    ['build.gradle.kts', 'java'],
  ])('with %s is written in %s', async (manifest, language) => {
    const path = await stored(zip([{ name: manifest, text: '{}' }]));
    expect(await inspectArchive(path, { fileName: 'a.zip' })).toMatchObject({ projects: [{ language, path: '' }] });
  });

  it('is detected from the manifest nearest to the top, whatever its dependencies contain', async () => {
    const entries = [{ name: 'app/package.json' }, { name: 'app/node_modules/x/go.mod' }, { name: 'app/lib/go.mod' }];
    const path = await stored(zip(entries));
    const { language, projects } = await inspectArchive(path, { fileName: 'a.zip' });
    expect(language).toBe('node');
    expect(projects).toEqual([
      { path: 'app', language: 'node' },
      { path: 'app/lib', language: 'go' },
    ]);
    expect(chooseProject(projects, undefined)).toEqual({ path: 'app', language: 'node' });
  });
});

it('accepts a single source file', async () => {
  const path = await stored('package main', 'main.go');
  const inspection = await inspectArchive(path, { fileName: 'main.go' });
  expect(inspection).toMatchObject({ format: 'file', language: 'go', paths: ['main.go'] });
});

describe('an archive with several projects', () => {
  const entries = ['a/go.mod', 'b/pom.xml', 'b/package.json', 'b/c/build.gradle'].map((name) => ({ name }));
  const projectsOf = async () => {
    const { projects } = await inspectArchive(await stored(zip(entries)), { fileName: 'a.zip' });
    return projects;
  };

  it('lists them, two languages in one folder as two', async () => {
    expect(await projectsOf()).toEqual([
      { path: 'a', language: 'go' },
      { path: 'b', language: 'java' },
      { path: 'b', language: 'node' },
      { path: 'b/c', language: 'java' },
    ]);
  });

  it('requires a choice among them', async () => {
    const projects = await projectsOf();
    expect(chooseProject(projects, { path: 'b', language: 'node' })).toEqual({ path: 'b', language: 'node' });
    expect(() => chooseProject(projects, undefined)).toThrow(
      'The archive holds several projects: a (go), b (java), b (node), b/c (java).',
    );
    expect(() => chooseProject(projects, { path: 'a', language: 'node' })).toThrow('holds no project a (node), but');
  });
});

it('returns the content of META-INF at the top of each project, without hidden files', async () => {
  const index = 'META-INF/statedb/couchdb/indexes/byOwner.json';
  const entries = [
    { name: 'package.json', text: '{}' },
    { name: index, text: '{}' },
    { name: `META-INF/.DS_Store`, text: 'x' },
    { name: `cc/${index}`, text: '[]' },
    { name: `cc/src/${index}`, text: 'not at the top' },
  ];
  const path = await stored(zip(entries));
  expect(Object.fromEntries(await readMetaInf(path, { fileName: 'a.zip' }, ['', 'cc', 'other']))).toEqual({
    '': { 'statedb/couchdb/indexes/byOwner.json': '{}' },
    cc: { 'statedb/couchdb/indexes/byOwner.json': '[]' },
    other: {},
  });
});

const SYMLINK = 0o120777;

const LINKED = 'node_modules/.bin/tsc';
it.each([
  [
    'tar',
    () => tarGz([{ name: 'package.json' }, { name: LINKED, type: 'symlink', linkname: '../typescript/bin/tsc' }]),
  ],
  ['zip', () => zip([{ name: 'package.json' }, { name: LINKED, text: '../typescript/bin/tsc', mode: SYMLINK }])],
])('npm’s links to programs are left out of a %s', async (format, pack) => {
  const fileName = format === 'zip' ? 'project.zip' : 'project.tar.gz';
  const { paths } = await inspectArchive(await stored(await pack(), fileName), { fileName });
  expect(paths).toEqual(['package.json']);
});

describe('an archive is refused when it', () => {
  const small = {
    ...DEFAULT_ARCHIVE_LIMITS,
    maxEntries: 3,
    maxFileBytes: 1_000,
    maxTotalBytes: 1_500,
    ratioFromBytes: 500,
  };
  it.each([
    ['leads out (zip)', () => zip([{ name: '../evil.go' }]), /leaves|invalid relative path/],
    ['leads out (tar)', () => tarGz([{ name: 'a/../../evil.go' }]), /leaves/],
    ['is absolute (zip)', () => zip([{ name: '/etc/passwd' }]), /absolute/],
    ['is absolute (tar)', () => tarGz([{ name: '/etc/passwd' }]), /absolute/],
    ['hides a path behind backslashes', () => tarGz([{ name: 'a\\..\\b' }]), /backslash/],
    ['holds a symbolic link (zip)', () => zip([{ name: 'link', text: '/etc', mode: SYMLINK }]), /symbolic link/],
    ['holds a symbolic link (tar)', () => tarGz([{ name: 'l', type: 'symlink', linkname: '/etc' }]), /link/],
    ['holds a hard link', () => tarGz([{ name: 'l', type: 'link', linkname: 'x' }]), /link/],
    ['holds a device', () => tarGz([{ name: 'dev', type: 'character-device' }]), /special file/],
    ['names a file twice', () => zip([{ name: 'a' }, { name: './a' }]), /twice/],
    ['has too many entries', () => zip(['a', 'b', 'c', 'd'].map((name) => ({ name }))), /more than 3 entries/],
    ['has a file too large', () => zip([{ name: 'a', text: 'x'.repeat(1_001) }]), /larger than 1000/],
    [
      'is too large in total',
      () => tarGz(['a', 'b'].map((name) => ({ name, text: 'x'.repeat(900) }))),
      /more than 1500 bytes/,
    ],
    ['lies about a size', () => zip([{ name: 'a', text: 'x'.repeat(900), claimedSize: 5 }]), /cannot be read/],
    ['is cut off', async () => (await tarGz(GO_PROJECT)).subarray(0, 40), /cannot be read/],
    ['is no archive', () => Buffer.from('hello'), /neither a zip/],
    ['is empty', () => zip([]), /empty/],
    ['holds no project', () => zip([{ name: 'readme.md' }]), /holds no go.mod/],
  ])('%s', async (_what, make, message) => {
    const path = await stored(await make());
    const inspecting = inspectArchive(path, { fileName: 'upload.bin', limits: small });
    await expect(inspecting).rejects.toMatchObject({
      code: 'unsupported_archive',
      message: expect.stringMatching(message) as string,
    });
  });

  it('has an implausible compression ratio', async () => {
    const path = await stored(zip([{ name: 'zeros', text: '0'.repeat(900_000) }]));
    const limits = { ...DEFAULT_ARCHIVE_LIMITS, ratioFromBytes: 100_000 };
    await expect(inspectArchive(path, { fileName: 'a.zip', limits })).rejects.toThrow(/times its size/);
  });
});

it('writes nothing outside the folder', async () => {
  const path = await stored(
    await tarGz([
      { name: 'ok.go', text: 'x' },
      { name: '../escaped.go', text: 'x' },
    ]),
  );
  await expect(extractArchive(path, join(folder, 'out'), { fileName: 'a' })).rejects.toThrow(/leaves/);
  expect(await readdir(folder)).toEqual(['out', 'upload.bin']);
});
