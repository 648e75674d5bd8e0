import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A Fabric folder without any program. */
export async function emptyFabricHome(folder: string): Promise<string> {
  const home = join(folder, 'fabric-empty');
  await mkdir(join(home, 'bin'), { recursive: true });
  return home;
}

/** A Fabric folder whose orderers end soon after their start, with these last words. */
export async function brokenFabricHome(folder: string, real: string, lastWords: string): Promise<string> {
  const home = join(folder, 'fabric-broken');
  await scripted(home, real, ['sleep 0.2', `echo '${lastWords}'`, 'exit 2']);
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
  await scripted(home, real, [`while [ ! -e '${gate}' ]; do sleep 0.05; done`, `exec '${real}/bin/orderer' "$@"`]);
  return { home, open: () => writeFile(gate, '') };
}

/** A Fabric folder of which the orderer is a script, and all else is real. */
async function scripted(home: string, real: string, lines: readonly string[]): Promise<void> {
  await mkdir(join(home, 'bin'), { recursive: true });
  await symlink(join(real, 'config'), join(home, 'config'));
  await symlink(join(real, 'bin', 'peer'), join(home, 'bin', 'peer'));
  const orderer = join(home, 'bin', 'orderer');
  await writeFile(orderer, ['#!/bin/sh', ...lines, ''].join('\n'));
  await chmod(orderer, 0o755);
}
