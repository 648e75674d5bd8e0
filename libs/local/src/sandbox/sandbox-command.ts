import { realpath } from 'node:fs/promises';
import { ifPresent } from '../file-errors';
import type { ProcessBounds } from './chaincode-sandbox';
import { isolation } from './isolation';
import { isWithin, mountArgs, type Mount } from './mount';
import type { SandboxPrograms } from './sandbox-program';
import { SYSTEM_FOLDERS, systemView } from './system-view';

export interface SandboxCall {
  /** Program and arguments as they are without a sandbox. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly bounds: ProcessBounds;
  /** Private folders for what is thrown away. */
  readonly scratch: readonly Mount[];
  /** What is shown beside the system's own folders, for reading. */
  readonly shown: readonly Mount[];
  /** Folders that stay out of sight where they lie in something that is shown. */
  readonly hidden: readonly string[];
  /** What belongs to this command alone; it is shown wherever it lies. */
  readonly own: readonly Mount[];
  /** Variables that the command has and bubblewrap itself has not. */
  readonly variables?: Readonly<Record<string, string>>;
}

const BYTES_PER_MIB = 1_048_576;

/** An empty folder over it. */
const covering = (path: string): Mount => ({ type: 'memory', path, mib: 1 });

function boundArgs({ memoryMib, processes, fileMib }: ProcessBounds): string[] {
  // Not the address space: V8, Go and the JVM reserve much more of it than they ever use.
  return [
    `--data=${memoryMib * BYTES_PER_MIB}`,
    `--nproc=${processes}`,
    `--fsize=${fileMib * BYTES_PER_MIB}`,
    '--core=0',
    '--',
  ];
}

/** The command with bubblewrap around it. */
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
