import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fabricHome, fabricProgram, type FabricProgram } from '@heddle/testing';

const exec = promisify(execFile);

/** Runs one of Fabric's own programs to its end and returns what it printed; fails when it fails. */
export async function runFabric(name: FabricProgram, args: readonly string[], cwd: string): Promise<string> {
  const env = { ...process.env, FABRIC_CFG_PATH: join(fabricHome(), 'config') };
  const { stdout } = await exec(fabricProgram(name), [...args], { env, cwd });
  return stdout;
}
