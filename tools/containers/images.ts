import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fromRoot } from '../lib/root.mjs';
import { say } from '../lib/say.mjs';
import { ensureBases } from './bases.ts';
import { openFiles, type Engine } from './engine.ts';

export const TARGETS = ['api', 'worker', 'web'] as const;
/** Registry prefix of this workspace's images, for Compose's HEDDLE_IMAGES and the chart's image.registry. */
export const IMAGES = 'localhost/heddle';
/** Certificate authorities that this machine trusts, for a registry behind a proxy. */
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * Builds Heddle's images from the work tree with the Dockerfile that users build with.
 * @param env with FABRIC_HOME
 * @param version the images' tag
 */
export async function buildImages(engine: Engine, env: NodeJS.ProcessEnv, version = 'test'): Promise<void> {
  await ensureBases(engine, env);
  const limits = `nofile=${openFiles()}:${openFiles()}`;
  for (const target of TARGETS) {
    const start = performance.now();
    await engine.call(
      'buildah',
      ...['bud', '--isolation', 'chroot', '--pull-never', '--layers', '--format', 'docker', '--ulimit', limits],
      ...secrets(),
      ...['-f', fromRoot('deploy', 'docker', 'Dockerfile'), '--target', target],
      ...['-t', `${IMAGES}/${target}:${version}`, fromRoot()],
    );
    say(`Containers: ${IMAGES}/${target}:${version} built in ${((performance.now() - start) / 1_000).toFixed(1)} s`);
  }
  // Layers of earlier builds that no image uses any more.
  await engine.call('podman', 'image', 'prune', '--force', '--filter', 'until=24h');
}

/** npm registry settings of this machine, used only for the build. */
function secrets(): string[] {
  const files = { npmrc: join(homedir(), '.npmrc'), ca: AUTHORITIES };
  return Object.entries(files).flatMap(([id, src]) => (existsSync(src) ? ['--secret', `id=${id},src=${src}`] : []));
}

/** Writes images to one archive that `ctr images import` and `docker load` read. */
export async function archiveImages(engine: Engine, images: readonly string[], file: string): Promise<void> {
  const options = ['--quiet', '--multi-image-archive', '--format', 'docker-archive', '-o', file];
  await engine.call('podman', 'save', ...options, ...images);
}
