import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importArchive } from '../../cluster/images/import.ts';
import { clusterLayout } from '../../cluster/layout.ts';
import { openEngine } from '../engine.ts';
import { IMAGES, TARGETS, archiveImages, buildImages } from '../images.ts';

/** Builds Heddle's images with this tag and imports them into the test cluster's containerd. */
export async function importBuiltImages(tag: string): Promise<void> {
  const state = process.env['HEDDLE_TEST_CLUSTER_STATE'];
  assert.ok(
    state,
    'Set HEDDLE_TEST_IMAGE_REGISTRY to the registry from which this cluster can pull the images api, worker and web.',
  );
  const engine = await openEngine();
  await buildImages(engine, process.env, tag);
  const folder = mkdtempSync(join(tmpdir(), 'heddle-images-'));
  try {
    const file = join(folder, 'images.tar');
    const own = TARGETS.map((target) => `${IMAGES}/${target}:${tag}`);
    await archiveImages(engine, [...own, 'docker.io/library/mariadb:10.11', 'docker.io/library/redis:7'], file);
    await importArchive(clusterLayout(state), file);
  } finally {
    rmSync(folder, { recursive: true });
    await engine.forget();
  }
}
