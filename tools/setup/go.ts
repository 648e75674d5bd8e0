import { run, which } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';
import { ensureProgram, machine, refreshPackageLists } from './programs.ts';

/** The oldest Go that supports the pinned modules: tools/fabric and the sample chaincode. */
export const OLDEST_GO = '1.23';

/**
 * @param version such as 1.23.4
 * @param oldest such as 1.23
 */
export function atLeast(version: string, oldest: string) {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const [leastMajor = 0, leastMinor = 0] = oldest.split('.').map(Number);
  return major === leastMajor ? minor >= leastMinor : major > leastMajor;
}

/**
 * The Go on this machine, if it is new enough.
 * @returns path of the go command
 */
export async function findGo(): Promise<string | undefined> {
  const go = which('go');
  if (!go) return undefined;
  const { stdout } = await run(go, ['env', 'GOVERSION'], { output: 'capture' });
  return atLeast(stdout.trim().replace(/^go/, ''), OLDEST_GO) ? go : undefined;
}

/**
 * Finds Go, or installs the distribution's package if it is new enough.
 * @returns path of the go command
 */
export async function ensureGo(purpose: string): Promise<string> {
  const present = await findGo();
  if (present) return present;
  const remedy =
    process.platform === 'darwin'
      ? 'Install it and start again: brew install go'
      : `Install Go ${OLDEST_GO} or newer from https://go.dev/dl, put it in PATH, and start again.`;
  const missing = new ToolError(`Go ${OLDEST_GO} or newer is not installed (${purpose}).`, remedy);
  const candidate = which('go') ? undefined : await distributionsGo();
  if (candidate === undefined || !atLeast(candidate, OLDEST_GO)) throw missing;
  await ensureProgram({ title: `Go ${candidate}`, names: ['go'], apt: ['golang-go'], brew: 'go', purpose });
  const installed = await findGo();
  if (!installed) throw missing;
  return installed;
}

/** @returns the version that apt would install, such as 1.24 */
async function distributionsGo(): Promise<string | undefined> {
  if (!(await machine()).apt) return undefined;
  const known = await aptCandidate();
  if (known !== undefined) return known;
  await refreshPackageLists();
  return aptCandidate();
}

async function aptCandidate() {
  const { stdout } = await run('apt-cache', ['policy', 'golang-go'], { output: 'capture' });
  return /Candidate: (?:\d+:)?(\d+\.\d+)/.exec(stdout)?.[1];
}
