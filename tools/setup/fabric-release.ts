import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { run } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';
import { FABRIC_VERSION } from './fabric-home.ts';
import { progressLine } from './progress-line.ts';

/** An archive. Fabric's releases have no checksum file, so the checksum of a verified archive must be configured. */
interface Release {
  /** A URL or a file. */
  readonly source: string;
  readonly sha256: string;
}

/** The archive of the official release for a platform. */
export function releaseUrl({
  platform = process.platform,
  arch = process.arch,
}: { platform?: NodeJS.Platform; arch?: string } = {}) {
  const goArch = arch === 'x64' ? 'amd64' : arch;
  const file = `hyperledger-fabric-${platform}-${goArch}-${FABRIC_VERSION}.tar.gz`;
  return `https://github.com/hyperledger/fabric/releases/download/v${FABRIC_VERSION}/${file}`;
}

/** The release that may be downloaded: one whose checksum is configured. */
export function allowedRelease(env: NodeJS.ProcessEnv): Release | undefined {
  const sha256 = env['HEDDLE_FABRIC_SHA256'];
  return sha256 ? { source: env['HEDDLE_FABRIC_ARCHIVE'] || releaseUrl(), sha256: sha256.toLowerCase() } : undefined;
}

/**
 * Instructions to install Fabric without Go.
 * @param folder a possible folder for the installation
 */
export function releaseInstructions(folder: string) {
  return [
    'Install Go (apt-get install golang-go, or brew install go, 1.23 or newer) and start again: Heddle then builds Fabric in about a minute. Or install the release yourself:',
    `  mkdir -p ${folder} && curl -fL ${releaseUrl()} | tar -xz -C ${folder}`,
    `  export FABRIC_HOME=${folder}`,
    'Or let Heddle download it, checked against the sha256 that you set: HEDDLE_FABRIC_SHA256=<sha256 of that archive>',
  ].join('\n');
}

/**
 * Downloads a release, checks it, and unpacks it.
 * @param home an empty folder for the installation
 */
export async function installRelease({ source, sha256 }: Release, home: string) {
  mkdirSync(home, { recursive: true });
  const archive = join(home, 'release.tar.gz');
  const actual = await save(source, archive);
  if (actual !== sha256) {
    throw new ToolError(
      `The Fabric release from ${source} does not match its checksum: its sha256 is ${actual}, not ${sha256}.`,
      'It was neither unpacked nor run. Check HEDDLE_FABRIC_SHA256 and the source of the archive.',
    );
  }
  const { code, stderr } = await run('tar', ['-xzf', archive, '-C', home], { output: 'capture' });
  if (code !== 0)
    throw new ToolError(`${source} cannot be unpacked: ${stderr.trim()}`, 'Check that it is a Fabric release archive.');
  rmSync(archive);
}

/** @returns the sha256 of the saved file */
async function save(source: string, target: string): Promise<string> {
  const { stream, size } = await open(source);
  const progress = progressLine(`Set-up: fetching Fabric ${FABRIC_VERSION}`, size);
  const hash = createHash('sha256');
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      progress.add(chunk.length);
      done(null, chunk);
    },
  });
  await pipeline(stream, watch, createWriteStream(target));
  progress.end();
  return hash.digest('hex');
}

/** What went wrong; fetch reports it as the cause of its own error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function open(source: string) {
  if (existsSync(source)) return { stream: createReadStream(source), size: 1 };
  const response = await fetch(source).catch((error: unknown) => {
    throw new ToolError(`${source} cannot be fetched: ${reasonOf(error)}.`, releaseInstructions('$HOME/fabric'));
  });
  if (!response.ok || !response.body)
    throw new ToolError(`${source} cannot be fetched: HTTP ${response.status}.`, releaseInstructions('$HOME/fabric'));
  return {
    stream: Readable.fromWeb(response.body),
    size: Number(response.headers.get('content-length') ?? 1),
  };
}
