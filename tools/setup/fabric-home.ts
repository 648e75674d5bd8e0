import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isExecutable, run } from '../lib/run.mjs';

/** The release that tools/fabric pins, and the line of releases that Heddle works with. */
export const FABRIC_VERSION = '2.5.9';
const LINE = '2.5.';

/** The programs that run as nodes. */
export const NODE_BINARIES = ['peer', 'orderer'];

/** The programs that tests and benchmarks compare with, besides the nodes. */
export const TOOL_BINARIES = ['configtxgen', 'configtxlator', 'cryptogen', 'discover', 'osnadmin'];

/** The settings files of a release that Heddle starts from. */
export const CONFIG_FILES = ['core.yaml', 'orderer.yaml', 'configtx.yaml'];

/** The version of a Fabric installation, or the reason why a folder cannot be used as one. */
type Inspection = { version: string } | { reason: string };

/** @param home a folder with bin/ and config/, as in a Fabric release */
export async function inspectHome(home: string, binaries: readonly string[]): Promise<Inspection> {
  const reason = missingPart(home, binaries);
  if (reason !== undefined) return { reason };
  const { stdout } = await run(join(home, 'bin', 'peer'), ['version'], { output: 'capture' });
  return judgeVersion(parsePeerVersion(stdout));
}

function missingPart(home: string, binaries: readonly string[]) {
  const binary = binaries.find((name) => !isExecutable(join(home, 'bin', name)));
  if (binary !== undefined) return `it has no bin/${binary}`;
  const file = CONFIG_FILES.find((name) => !existsSync(join(home, 'config', name)));
  return file === undefined ? undefined : `it has no config/${file}`;
}

/**
 * @param output what `peer version` prints
 * @returns such as 2.5.9
 */
export function parsePeerVersion(output: string): string | undefined {
  return /^\s*Version:\s*v?(\S+)/m.exec(output)?.[1];
}

export function judgeVersion(version: string | undefined): Inspection {
  if (version === undefined) return { reason: 'its peer does not report a version' };
  return version.startsWith(LINE) ? { version } : { reason: `it is Fabric ${version}, and Heddle works with ${LINE}x` };
}

/** The installation that a peer on PATH belongs to. */
export function homeOf(peer: string) {
  return dirname(dirname(realpathSync(peer)));
}

/**
 * Folder of a build in the cache. Its name depends on the pinned sources and the programs, so a build of an earlier
 * Heddle is never mistaken for a complete one.
 * @param sums content of tools/fabric/go.sum
 */
export function buildName(sums: string, programs: readonly string[]) {
  const pin = createHash('sha256').update(sums).update(programs.join(' ')).digest('hex').slice(0, 12);
  return `fabric-${FABRIC_VERSION}-${pin}`;
}
