import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from '../lib/lock.mjs';
import { fromRoot } from '../lib/root.mjs';
import { which } from '../lib/run.mjs';
import { ToolError, say } from '../lib/say.mjs';
import { cacheFolder } from './cache.ts';
import { buildFabric } from './fabric-build.ts';
import { FABRIC_VERSION, NODE_BINARIES, TOOL_BINARIES, buildName, homeOf, inspectHome } from './fabric-home.ts';
import { allowedRelease, installRelease, releaseInstructions } from './fabric-release.ts';
import { ensureGo } from './go.ts';

/**
 * Finds a Fabric 2.5 installation, or creates one in the cache: FABRIC_HOME, then PATH, then the cache, then a build
 * with Go, then a release whose checksum is configured. Prints which one it is.
 * @param use nodes: peer and orderer; tools: also the commands that tests compare with
 * @returns the installation's folder, with bin/ and config/
 */
export async function ensureFabric(use: 'nodes' | 'tools'): Promise<string> {
  const binaries = use === 'tools' ? [...NODE_BINARIES, ...TOOL_BINARIES] : NODE_BINARIES;
  const found = (await fromEnvironment(binaries)) ?? (await fromPath(binaries)) ?? (await fromCache());
  say(`Fabric ${found.version}: ${found.home} (${found.origin})`);
  return found.home;
}

interface Found {
  readonly home: string;
  readonly version: string;
  readonly origin: string;
}

async function fromEnvironment(binaries: readonly string[]): Promise<Found | undefined> {
  const home = process.env['FABRIC_HOME'];
  if (!home) return undefined;
  const inspection = await inspectHome(home, binaries);
  if ('version' in inspection) return { home, version: inspection.version, origin: 'FABRIC_HOME' };
  throw new ToolError(
    `FABRIC_HOME=${home} cannot be used: ${inspection.reason}.`,
    'Correct it, or unset it to let Heddle find or build Fabric.',
  );
}

async function fromPath(binaries: readonly string[]): Promise<Found | undefined> {
  const peer = which('peer');
  if (!peer) return undefined;
  const home = homeOf(peer);
  const inspection = await inspectHome(home, binaries);
  if ('version' in inspection) return { home, version: inspection.version, origin: 'PATH' };
  say(`Fabric at ${home} (PATH) is not used: ${inspection.reason}`);
  return undefined;
}

/** The installation is completed under another name and then renamed, so an existing folder is always complete. */
async function fromCache(): Promise<Found> {
  const sums = readFileSync(fromRoot('tools', 'fabric', 'go.sum'), 'utf8');
  const home = join(cacheFolder(), buildName(sums, [...NODE_BINARIES, ...TOOL_BINARIES]));
  const found = { home, version: FABRIC_VERSION, origin: 'cache' };
  if (existsSync(home)) return found;
  mkdirSync(dirname(home), { recursive: true });
  return withLock(
    `${home}.lock`,
    ({ pid }) => {
      say(`Set-up: process ${pid} is preparing Fabric: waiting for it`);
    },
    async () => {
      if (!existsSync(home)) await make(home);
      return { ...found, origin: 'created now, kept in the cache' };
    },
  );
}

async function make(home: string) {
  const draft = `${home}.${randomUUID()}`;
  try {
    const release = allowedRelease(process.env);
    if (release) await installRelease(release, draft);
    else await buildFabric(await goOrInstructions(), draft);
    const inspection = await inspectHome(draft, NODE_BINARIES);
    if ('reason' in inspection)
      throw new ToolError(
        `The new Fabric installation cannot be used: ${inspection.reason}.`,
        'Set FABRIC_HOME to an installed Fabric 2.5.',
      );
    renameSync(draft, home);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function goOrInstructions() {
  return ensureGo('needed to build Fabric').catch((error: unknown) => {
    if (!(error instanceof ToolError)) throw error;
    throw new ToolError(`Fabric 2.5 is not installed, and ${error.message}`, releaseInstructions('$HOME/fabric'));
  });
}
