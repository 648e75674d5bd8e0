import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { withLock } from '../../lib/lock.mjs';
import { run } from '../../lib/run.mjs';
import { ToolError, say } from '../../lib/say.mjs';
import { clusterCache } from '../settings.mjs';
import { writeArchive } from './archive.mjs';

/**
 * @typedef {import('./archive.mjs').Image} Image
 * @typedef {{ image: Image, archive: string }} Archived
 * @typedef {import('../layout.mjs').ClusterLayout} ClusterLayout
 */

/**
 * Builds the archives that are missing in the cache, and removes those of earlier versions of an image.
 * @param {readonly Image[]} images
 * @returns {Promise<Archived[]>}
 */
export async function archiveImages(images) {
  const cache = join(clusterCache(), 'images');
  mkdirSync(cache, { recursive: true });
  const waiting = (/** @type {{ pid: number }} */ { pid }) => say(`Set-up: process ${pid} is building images: waiting`);
  return withLock(`${cache}.lock`, waiting, async () => {
    const archived = [];
    for (const image of images) {
      const name = image.reference.replaceAll(/[/:]/g, '-');
      const archive = join(cache, `${name}.${contentKey(image)}.tar`);
      if (!existsSync(archive)) {
        say(`Set-up: building the image ${image.reference}`);
        for (const file of readdirSync(cache))
          if (file.startsWith(`${name}.`)) rmSync(join(cache, file), { recursive: true });
        await writeArchive(image, archive);
      }
      archived.push({ image, archive });
    }
    return archived;
  });
}

/** @param {Image} image */
function contentKey({ inputs, config }) {
  return createHash('sha256')
    .update(JSON.stringify([inputs, config]))
    .digest('hex')
    .slice(0, 12);
}

/**
 * Imports into containerd the images that it does not have with this content.
 * @param {ClusterLayout} layout
 * @param {readonly Archived[]} images
 */
export async function importImages(layout, images) {
  const there = await listImages(layout);
  const imported = readImported(layout);
  for (const { image, archive } of images) {
    if (there.has(image.reference) && imported[image.reference] === archive) continue;
    await importArchive(layout, archive);
    imported[image.reference] = archive;
    writeFileSync(layout.importedImages, JSON.stringify(imported, undefined, 2));
  }
}

/**
 * @param {ClusterLayout} layout
 * @param {string} archive a docker-archive or OCI archive
 * @returns {Promise<string>} what was imported, one line for each image
 */
export async function importArchive(layout, archive) {
  const { code, stdout, stderr } = await ctr(layout, ['images', 'import', resolve(archive)]);
  if (code === 0) return stdout.trim();
  throw new ToolError(
    `${archive} cannot be imported: ${stderr.trim()}`,
    'Use a docker-archive, as written by docker save and buildah push docker-archive:, or an OCI archive.',
  );
}

/** @param {ClusterLayout} layout */
async function listImages(layout) {
  const { stdout } = await ctr(layout, ['images', 'ls', '-q']);
  return new Set(stdout.split('\n'));
}

/**
 * @param {ClusterLayout} layout
 * @returns {Record<string, string>} archives by image reference
 */
function readImported({ importedImages }) {
  mkdirSync(dirname(importedImages), { recursive: true });
  return existsSync(importedImages) ? JSON.parse(readFileSync(importedImages, 'utf8')) : {};
}

/**
 * Runs containerd's client in Kubernetes' namespace.
 * @param {ClusterLayout} layout
 * @param {readonly string[]} args
 */
export function ctr({ containerdSocket }, args) {
  return run('ctr', ['--address', containerdSocket, '--namespace', 'k8s.io', ...args], { output: 'capture' });
}
