import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Transform } from 'node:stream';
import { pack } from 'tar-stream';

/**
 * An image to build. Layers are lists of entries, created on demand.
 * @typedef {object} Image
 * @property {string} reference
 * @property {readonly string[]} inputs what its content depends on: a different list gives a different image
 * @property {ImageConfig} config
 * @property {readonly (() => import('./tree.mjs').Entry[])[]} layers
 *
 * @typedef {Parameters<import('tar-stream').Pack['entry']>[0]} Header
 *
 * @typedef {object} ImageConfig fields of the OCI image specification
 * @property {readonly string[]} Env
 * @property {readonly string[]} [Cmd]
 * @property {readonly string[]} [Entrypoint]
 * @property {string} [WorkingDir]
 * @property {Record<string, object>} [ExposedPorts]
 * @property {Record<string, object>} [Volumes]
 */

/**
 * Writes a docker-archive: layers, configuration, and a manifest that names them by their hashes. Owner, time and order
 * are fixed, so the same content gives the same bytes.
 * @param {Image} image
 * @param {string} path
 */
export async function writeArchive({ reference, config, layers }, path) {
  mkdirSync(dirname(path), { recursive: true });
  const work = mkdtempSync(`${path}.`);
  try {
    const hashes = [];
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

/**
 * @param {string} work
 * @param {number} index
 */
const layerPath = (work, index) => join(work, `${index}.tar`);

/**
 * @param {readonly import('./tree.mjs').Entry[]} entries
 * @param {string} path
 * @returns {Promise<string>} the layer's sha256
 */
async function writeLayer(entries, path) {
  const hash = createHash('sha256');
  const watch = new Transform({
    transform(chunk, _encoding, done) {
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

/**
 * @param {import('tar-stream').Pack} layer
 * @param {import('./tree.mjs').Entry} entry
 */
function addEntry(layer, entry) {
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

/**
 * @param {import('tar-stream').Pack} archive
 * @param {Header} header
 * @param {string} [content]
 * @returns {Promise<void>}
 */
function add(archive, header, content = '') {
  return new Promise((resolve, reject) => {
    archive.entry({ ...FIXED, ...header }, content, (error) => (error ? reject(error) : resolve()));
  });
}

/**
 * @param {import('tar-stream').Pack} archive
 * @param {Header} header
 * @param {string} source
 */
async function addFile(archive, header, source) {
  const entry = archive.entry({ ...FIXED, ...header, size: statSync(source).size });
  await pipeline(createReadStream(source), entry);
}
