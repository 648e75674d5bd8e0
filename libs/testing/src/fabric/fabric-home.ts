import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Fabric's programs that tests start or compare with. */
export type FabricProgram =
  'peer' | 'orderer' | 'configtxgen' | 'configtxlator' | 'cryptogen' | 'discover' | 'osnadmin';

/** The folder that contains Fabric's `bin` and `config`: FABRIC_HOME, or the folder of `peer` in PATH. */
export function fabricHome(): string {
  const home = process.env['FABRIC_HOME'];
  if (home !== undefined && home !== '') return home;
  const bin = (process.env['PATH'] ?? '').split(delimiter).find((folder) => isExecutable(join(folder, 'peer')));
  if (bin === undefined) throw new Error('No Fabric programs: set FABRIC_HOME or put them into PATH.');
  return dirname(bin);
}

export function fabricProgram(name: FabricProgram): string {
  return join(fabricHome(), 'bin', name);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
