import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { withLock } from '../../lib/lock.mjs';
import type { ProcessIdentity } from '../../lib/process-identity.mjs';
import { run, type RunResult } from '../../lib/run.mjs';
import { ToolError, say } from '../../lib/say.mjs';
import type { ClusterLayout } from '../layout.ts';
import { clusterCache } from '../settings.ts';
import { writeArchive, type Image } from './archive.ts';

export interface Archived {
  readonly image: Image;
  readonly archive: string;
}

/** Builds the archives that are missing in the cache, and removes those of earlier versions of an image. */
export async function archiveImages(images: readonly Image[]): Promise<Archived[]> {
  const cache = join(clusterCache(), 'images');
  mkdirSync(cache, { recursive: true });
  const waiting = ({ pid }: ProcessIdentity) => {
    say(`Set-up: process ${pid} is building images: waiting`);
  };
  return withLock(`${cache}.lock`, waiting, async () => {
    const archived: Archived[] = [];
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

function contentKey({ inputs, config }: Image): string {
  return createHash('sha256')
    .update(JSON.stringify([inputs, config]))
    .digest('hex')
    .slice(0, 12);
}

/** Imports into containerd the images that it does not have with this content. */
export async function importImages(layout: ClusterLayout, images: readonly Archived[]): Promise<void> {
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
 * @param archive a docker-archive or OCI archive
 * @returns what was imported, one line for each image
 */
export async function importArchive(layout: ClusterLayout, archive: string): Promise<string> {
  const { code, stdout, stderr } = await ctr(layout, ['images', 'import', resolve(archive)]);
  if (code === 0) return stdout.trim();
  throw new ToolError(
    `${archive} cannot be imported: ${stderr.trim()}`,
    'Use a docker-archive, as written by docker save and buildah push docker-archive:, or an OCI archive.',
  );
}

async function listImages(layout: ClusterLayout): Promise<Set<string>> {
  const { stdout } = await ctr(layout, ['images', 'ls', '-q']);
  return new Set(stdout.split('\n'));
}

/** @returns archives by image reference */
function readImported({ importedImages }: ClusterLayout): Record<string, string> {
  mkdirSync(dirname(importedImages), { recursive: true });
  return existsSync(importedImages) ? (JSON.parse(readFileSync(importedImages, 'utf8')) as Record<string, string>) : {};
}

/** Runs containerd's client in Kubernetes' namespace. */
export function ctr({ containerdSocket }: ClusterLayout, args: readonly string[]): Promise<RunResult> {
  return run('ctr', ['--address', containerdSocket, '--namespace', 'k8s.io', ...args], { output: 'capture' });
}
