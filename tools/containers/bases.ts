import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDebianRoot } from '../debian/debian-root.ts';
import { fromRoot } from '../lib/root.mjs';
import { mustRun } from '../lib/run.mjs';
import { ToolError, say } from '../lib/say.mjs';
import { FABRIC_VERSION } from '../setup/fabric-home.ts';
import { projectNode } from '../setup/node.mjs';
import type { Engine } from './engine.ts';

const DEBIAN = 'localhost/heddle/debian:bookworm';
/** A version that node:24-slim could have, recent enough for this lock file. */
const NPM = 'npm@11.19.1';
const LABEL = 'heddle.made-from';
const REMEDY = 'Check that the Debian mirror and the npm registry are reachable.';
const RECIPES = fromRoot('tools', 'containers', 'bases');

/** A substitute for an official image, for machines that cannot reach a registry. */
interface Base {
  /** The official name. */
  readonly image: string;
  /** Its Dockerfile in bases/. */
  readonly recipe: string;
  /** Puts files beside the recipe. */
  readonly fill?: (folder: string, env: NodeJS.ProcessEnv) => Promise<void>;
}

const BASES: readonly Base[] = [
  { image: 'docker.io/library/node:24-slim', recipe: 'node.Dockerfile', fill: nodeAndNpm },
  { image: 'docker.io/library/nginx:stable', recipe: 'nginx.Dockerfile' },
  { image: 'docker.io/library/redis:7', recipe: 'redis.Dockerfile' },
  { image: 'docker.io/library/mariadb:10.11', recipe: 'mariadb.Dockerfile' },
  { image: `docker.io/hyperledger/fabric-peer:${FABRIC_VERSION}`, recipe: 'fabric-peer.Dockerfile', fill: fabric },
  {
    image: `docker.io/hyperledger/fabric-orderer:${FABRIC_VERSION}`,
    recipe: 'fabric-orderer.Dockerfile',
    fill: fabric,
  },
];

/**
 * Builds substitutes that are missing or whose recipe changed.
 * @param env with FABRIC_HOME
 */
export async function ensureBases(engine: Engine, env: NodeJS.ProcessEnv): Promise<void> {
  const missing: Base[] = [];
  for (const base of BASES) if ((await madeFrom(engine, base.image)) !== hashOf(base)) missing.push(base);
  if (missing.length === 0) return;
  if (!(await engine.succeeds('podman', 'image', 'exists', DEBIAN))) await makeDebian(engine);
  for (const base of missing) await make(engine, { base, recipes: hashOf(base), env });
}

/** Changes with the recipe and with the files beside it whose names start with its name. */
function hashOf({ image, recipe }: Base): string {
  const [stem = ''] = recipe.split('.');
  const hash = createHash('sha256')
    .update(image)
    .update(stem === 'node' ? `${NPM} ${process.version}` : '');
  for (const file of readdirSync(RECIPES).sort())
    if (file.startsWith(stem)) hash.update(file).update(readFileSync(join(RECIPES, file)));
  return hash.digest('hex').slice(0, 16);
}

async function madeFrom(engine: Engine, image: string): Promise<string | undefined> {
  if (!(await engine.succeeds('podman', 'image', 'exists', image))) return undefined;
  return engine.call('podman', 'image', 'inspect', '--format', `{{ index .Labels "${LABEL}" }}`, image);
}

async function makeDebian(engine: Engine): Promise<void> {
  say('Containers: creating a Debian as the base of substitute images (once)');
  const folder = mkdtempSync(join(tmpdir(), 'heddle-debian-'));
  try {
    const root = join(folder, 'root');
    const tar = join(folder, 'root.tar');
    await makeDebianRoot({ suite: 'bookworm', root });
    await mustRun('tar', ['-C', root, '--one-file-system', '-cf', tar, '.'], { remedy: REMEDY });
    await engine.call('podman', 'import', tar, DEBIAN);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Making {
  readonly base: Base;
  /** Hash of the recipe. */
  readonly recipes: string;
  readonly env: NodeJS.ProcessEnv;
}

async function make(engine: Engine, { base: { image, recipe, fill }, recipes, env }: Making): Promise<void> {
  say(`Containers: building a substitute for ${image} (once)`);
  const folder = mkdtempSync(join(tmpdir(), 'heddle-base-'));
  try {
    cpSync(RECIPES, folder, { recursive: true });
    await fill?.(folder, env);
    const label = ['--label', `${LABEL}=${recipes}`];
    const options = ['--isolation', 'chroot', '--pull-never', '--format', 'docker', '--quiet'];
    await engine.call('buildah', 'bud', ...options, ...label, '-f', join(folder, recipe), '-t', image, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function nodeAndNpm(folder: string): Promise<void> {
  copyFileSync(projectNode(), join(folder, 'node'));
  const scratch = join(folder, 'scratch');
  await mustRun('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', scratch, NPM], {
    remedy: REMEDY,
  });
  cpSync(join(scratch, 'node_modules', 'npm'), join(folder, 'npm'), { recursive: true });
  rmSync(scratch, { recursive: true });
}

async function fabric(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const home = env['FABRIC_HOME'];
  if (!home) throw new ToolError('FABRIC_HOME is not set.', 'Run it through npm, which finds or builds Fabric.');
  for (const part of ['bin', 'config']) await cp(join(home, part), join(folder, part), { recursive: true });
}
