import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack, type Pack } from 'tar-stream';
import type { Entry } from './tree.ts';

/** An image to build. Layers are lists of entries, created on demand. */
export interface Image {
  readonly reference: string;
  /** What its content depends on: a different list gives a different image. */
  readonly inputs: readonly string[];
  readonly config: ImageConfig;
  readonly layers: readonly (() => Entry[])[];
}

type Header = Parameters<Pack['entry']>[0];

/** Fields of the OCI image specification. */
export interface ImageConfig {
  readonly Env: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly WorkingDir?: string;
  readonly ExposedPorts?: Record<string, object>;
  readonly Volumes?: Record<string, object>;
}

/**
 * Writes a docker-archive: layers, configuration, and a manifest that names them by their hashes. Owner, time and order
 * are fixed, so the same content gives the same bytes.
 */
export async function writeArchive({ reference, config, layers }: Image, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const work = mkdtempSync(`${path}.`);
  try {
    const hashes: string[] = [];
    for (const [index, entries] of layers.entries()) hashes.push(await writeLayer(entries(), layerPath(work, index)));
    const image = JSON.stringify({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      created: '1970-01-01T00:00:00Z',
      config,
      rootfs: { type: 'layers', diff_ids: hashes.map((hash) => `sha256:${hash}`) },
      history: [],
    });
    const Config = `${createHash('sha256').update(image).digest('hex')}.json`;
    const Layers = hashes.map((hash) => `${hash}.tar`);
    const archive = pack();
    const draft = join(work, 'archive.tar');
    const written = pipeline(archive, createWriteStream(draft));
    await add(archive, { name: Config }, image);
    await add(archive, { name: 'manifest.json' }, JSON.stringify([{ Config, RepoTags: [reference], Layers }]));
    for (const [index, name] of Layers.entries()) await addFile(archive, { name }, layerPath(work, index));
    archive.finalize();
    await written;
    renameSync(draft, path);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const layerPath = (work: string, index: number) => join(work, `${index}.tar`);

/** @returns the layer's sha256 */
async function writeLayer(entries: readonly Entry[], path: string): Promise<string> {
  const hash = createHash('sha256');
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done): void {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const layer = pack();
  const written = pipeline(layer, watch, createWriteStream(path));
  for (const entry of entries) await addEntry(layer, entry);
  layer.finalize();
  await written;
  return hash.digest('hex');
}

function addEntry(layer: Pack, entry: Entry): Promise<void> {
  const header = { name: entry.path.slice(1), mode: entry.mode };
  switch (entry.type) {
    case 'folder':
      return add(layer, { ...header, type: 'directory' });
    case 'link':
      return add(layer, { ...header, type: 'symlink', linkname: entry.target });
    case 'text':
      return add(layer, header, entry.content);
    case 'file':
      return addFile(layer, header, entry.source);
  }
}

const FIXED = { uid: 0, gid: 0, mtime: new Date(0) };

function add(archive: Pack, header: Header, content = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry({ ...FIXED, ...header }, content, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

async function addFile(archive: Pack, header: Header, source: string): Promise<void> {
  const entry = archive.entry({ ...FIXED, ...header, size: statSync(source).size });
  await pipeline(createReadStream(source), entry);
}
