import { realpath } from 'node:fs/promises';
import { ifPresent } from '../file-errors';
import type { ProcessBounds } from './chaincode-sandbox';
import { isolation } from './isolation';
import { isWithin, mountArgs, type Mount } from './mount';
import type { SandboxPrograms } from './sandbox-program';
import { SYSTEM_FOLDERS, systemView } from './system-view';

export interface SandboxCall {
  /** Program and arguments without the sandbox. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly bounds: ProcessBounds;
  /** Private folders for temporary files. */
  readonly scratch: readonly Mount[];
  /** Paths that are readable in addition to the system's folders. */
  readonly shown: readonly Mount[];
  /** Folders that stay hidden inside visible ones. */
  readonly hidden: readonly string[];
  /** Mounts of this command only; visible wherever they are. */
  readonly own: readonly Mount[];
  /** Variables for the command that bubblewrap itself must not have. */
  readonly variables?: Readonly<Record<string, string>>;
}

const BYTES_PER_MIB = 1_048_576;

/** An empty folder mounted over the path. */
const covering = (path: string): Mount => ({ type: 'memory', path, mib: 1 });

function boundArgs({ memoryMib, processes, fileMib }: ProcessBounds): string[] {
  // The address space is not limited: V8, Go and the JVM reserve much more of it than they use.
  return [
    `--data=${memoryMib * BYTES_PER_MIB}`,
    `--nproc=${processes}`,
    `--fsize=${fileMib * BYTES_PER_MIB}`,
    '--core=0',
    '--',
  ];
}

/** The command inside bubblewrap. */
export async function sandboxCommand(
  { bwrap, prlimit }: SandboxPrograms,
  { command, cwd, bounds, scratch, shown, hidden, own, variables = {} }: SandboxCall,
): Promise<[string, ...string[]]> {
  const visible = [...SYSTEM_FOLDERS, ...shown.map(({ path }) => path)];
  const places = (await Promise.all(hidden.map((path) => ifPresent(realpath(path))))).flatMap((path) => path ?? []);
  const covered = places.filter((path) => visible.some((folder) => isWithin(path, folder)));
  const mounts = [...scratch, ...shown, ...covered.map(covering), ...own];
  const set = Object.entries(variables).flatMap(([name, value]) => ['--setenv', name, value]);
  return [
    bwrap,
    ...(await systemView()),
    ...isolation(),
    ...mounts.flatMap(mountArgs),
    ...['--remount-ro', '/', '--chdir', cwd],
    ...set,
    ...['--', prlimit, ...boundArgs(bounds)],
    ...command,
  ];
}
