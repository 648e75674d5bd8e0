import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/**
 * Runs one of Fabric's programs to its end and returns its output; fails when it fails.
 * @param program - its path, with the sample configuration in `../config` beside it.
 */
export async function runProgram(program: string, args: readonly string[], cwd: string): Promise<string> {
  const env = { ...process.env, FABRIC_CFG_PATH: join(dirname(dirname(program)), 'config') };
  const { stdout } = await exec(program, [...args], { env, cwd });
  return stdout;
}
