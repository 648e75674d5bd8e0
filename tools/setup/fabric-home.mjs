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

/**
 * The version of a Fabric installation, or the reason why a folder cannot be used as one.
 * @typedef {{ version: string } | { reason: string }} Inspection
 */

/**
 * @param {string} home a folder with bin/ and config/, as in a Fabric release
 * @param {readonly string[]} binaries
 * @returns {Promise<Inspection>}
 */
export async function inspectHome(home, binaries) {
  const reason = missingPart(home, binaries);
  if (reason !== undefined) return { reason };
  const { stdout } = await run(join(home, 'bin', 'peer'), ['version'], { output: 'capture' });
  return judgeVersion(parsePeerVersion(stdout));
}

/**
 * @param {string} home
 * @param {readonly string[]} binaries
 */
function missingPart(home, binaries) {
  const binary = binaries.find((name) => !isExecutable(join(home, 'bin', name)));
  if (binary !== undefined) return `it has no bin/${binary}`;
  const file = CONFIG_FILES.find((name) => !existsSync(join(home, 'config', name)));
  return file === undefined ? undefined : `it has no config/${file}`;
}

/**
 * @param {string} output what `peer version` prints
 * @returns {string | undefined} such as 2.5.9
 */
export function parsePeerVersion(output) {
  return /^\s*Version:\s*v?(\S+)/m.exec(output)?.[1];
}

/**
 * @param {string | undefined} version
 * @returns {Inspection}
 */
export function judgeVersion(version) {
  if (version === undefined) return { reason: 'its peer does not report a version' };
  return version.startsWith(LINE) ? { version } : { reason: `it is Fabric ${version}, and Heddle works with ${LINE}x` };
}

/**
 * The installation that a peer on PATH belongs to.
 * @param {string} peer
 */
export function homeOf(peer) {
  return dirname(dirname(realpathSync(peer)));
}

/**
 * Folder of a build in the cache. Its name depends on the pinned sources and the programs, so a build of an earlier
 * Heddle is never mistaken for a complete one.
 * @param {string} sums content of tools/fabric/go.sum
 * @param {readonly string[]} programs
 */
export function buildName(sums, programs) {
  const pin = createHash('sha256').update(sums).update(programs.join(' ')).digest('hex').slice(0, 12);
  return `fabric-${FABRIC_VERSION}-${pin}`;
}
