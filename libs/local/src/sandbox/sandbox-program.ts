import { SandboxMissingError } from '@heddle/runtime';
import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './find-program';
import { isolation } from './isolation';
import { systemView } from './system-view';

/** bubblewrap, and the program that sets process limits (util-linux). */
export interface SandboxPrograms {
  readonly bwrap: string;
  readonly prlimit: string;
}

/** Default installation paths, independent of PATH. */
const USUAL = ['/usr/bin', '/usr/local/bin', '/bin'];

let working: Promise<SandboxPrograms> | undefined;

/**
 * The sandbox programs, after a test run confirmed that they work here. After a failure the next call checks again,
 * because the missing program may have been installed.
 *
 * @throws SandboxMissingError with the cause and the remedy
 */
export async function sandboxPrograms(): Promise<SandboxPrograms> {
  const trial = (working ??= trySandbox([...USUAL, process.env['PATH'] ?? ''].join(delimiter)));
  try {
    return await trial;
  } catch (error) {
    if (working === trial) working = undefined;
    throw error;
  }
}

/** Runs a test sandbox with the programs of a PATH. */
export async function trySandbox(path: string): Promise<SandboxPrograms> {
  if (process.platform !== 'linux') throw new SandboxMissingError('this operating system has no bubblewrap');
  const [bwrap, prlimit] = [await find('bwrap', path), await find('prlimit', path)];
  const args = [...isolation(), ...(await systemView()), '--remount-ro', '/', '--', prlimit, '--core=0', 'true'];
  try {
    await promisify(execFile)(bwrap, args, { env: { PATH: USUAL.join(delimiter) }, timeout: 10_000 });
  } catch (error) {
    const said = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new SandboxMissingError(`bubblewrap does not work here${said === '' ? '' : ` (${said})`}`, error);
  }
  return { bwrap, prlimit };
}

async function find(name: string, path: string): Promise<string> {
  const found = await findProgram(name, { path });
  if (found === undefined) throw new SandboxMissingError(`the program ${name} is not installed`);
  return found;
}
