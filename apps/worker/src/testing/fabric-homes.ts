import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A Fabric folder without programs. */
export async function emptyFabricHome(folder: string): Promise<string> {
  const home = join(folder, 'fabric-empty');
  await mkdir(join(home, 'bin'), { recursive: true });
  return home;
}

/** A Fabric folder whose orderers end shortly after their start with this output. */
export async function brokenFabricHome(folder: string, real: string, lastWords: string): Promise<string> {
  const home = join(folder, 'fabric-broken');
  await scripted(home, real, ['sleep 0.2', `echo '${lastWords}'`, 'exit 2']);
  return home;
}

export interface SlowFabricHome {
  readonly home: string;
  /** Makes orderers start from now on. */
  open(): Promise<void>;
}

/** A Fabric folder whose orderers block, as on a very slow machine, until it is opened. */
export async function slowFabricHome(folder: string, real: string): Promise<SlowFabricHome> {
  const home = join(folder, 'fabric-slow');
  const gate = join(home, 'open');
  await scripted(home, real, [`while [ ! -e '${gate}' ]; do sleep 0.05; done`, `exec '${real}/bin/orderer' "$@"`]);
  return { home, open: () => writeFile(gate, '') };
}

/** A Fabric folder with a script as its orderer; everything else is real. */
async function scripted(home: string, real: string, lines: readonly string[]): Promise<void> {
  await mkdir(join(home, 'bin'), { recursive: true });
  await symlink(join(real, 'config'), join(home, 'config'));
  await symlink(join(real, 'bin', 'peer'), join(home, 'bin', 'peer'));
  const orderer = join(home, 'bin', 'orderer');
  await writeFile(orderer, ['#!/bin/sh', ...lines, ''].join('\n'));
  await chmod(orderer, 0o755);
}
