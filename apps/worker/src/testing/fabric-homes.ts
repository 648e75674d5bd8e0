import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A Fabric folder without any program. */
export async function emptyFabricHome(folder: string): Promise<string> {
  const home = join(folder, 'fabric-empty');
  await mkdir(join(home, 'bin'), { recursive: true });
  return home;
}

export interface SlowFabricHome {
  readonly home: string;
  /** From now on orderers start. */
  open(): Promise<void>;
}

/** A Fabric folder whose orderers do nothing, as on a machine that is very slow, until it is opened. */
export async function slowFabricHome(folder: string, real: string): Promise<SlowFabricHome> {
  const home = join(folder, 'fabric-slow');
  const gate = join(home, 'open');
  await mkdir(join(home, 'bin'), { recursive: true });
  await symlink(join(real, 'config'), join(home, 'config'));
  await symlink(join(real, 'bin', 'peer'), join(home, 'bin', 'peer'));
  const orderer = join(home, 'bin', 'orderer');
  const script = ['#!/bin/sh', `while [ ! -e '${gate}' ]; do sleep 0.05; done`, `exec '${real}/bin/orderer' "$@"`, ''];
  await writeFile(orderer, script.join('\n'));
  await chmod(orderer, 0o755);
  return { home, open: () => writeFile(gate, '') };
}
