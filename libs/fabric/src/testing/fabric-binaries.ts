import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

export type FabricBinary = 'configtxgen' | 'configtxlator' | 'cryptogen' | 'orderer' | 'osnadmin' | 'peer';

/** FABRIC_HOME: the folder whose `bin` and `config` tests take Fabric's own programs and sample settings from. */
export function fabricHome(): string {
  const home = process.env['FABRIC_HOME'];
  if (!home) throw new Error('Set FABRIC_HOME to a folder with Fabric 2.5 in bin/ and config/');
  return home;
}

/** The path of one of Fabric's own programs. */
export function fabricBinary(name: FabricBinary): string {
  return join(fabricHome(), 'bin', name);
}

/** Runs one of Fabric's own programs to its end and returns what it printed; fails when it fails. */
export async function runFabric(name: FabricBinary, args: readonly string[], cwd?: string): Promise<string> {
  const env = { ...process.env, FABRIC_CFG_PATH: join(fabricHome(), 'config') };
  const { stdout } = await exec(fabricBinary(name), [...args], { env, maxBuffer: 1 << 28, ...(cwd && { cwd }) });
  return stdout;
}
