import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

export interface ProcessEnvironment {
  readonly pid: number;
  /** `NAME=value`, and on macOS the words of the command line. */
  readonly variables: readonly string[];
}

/** The environments of all processes that this account may see. */
export function processEnvironments(): ProcessEnvironment[] {
  if (process.platform !== 'linux')
    return ps('-E', '-ww', '-o', 'pid=,command=').map(([pid, ...variables]) => ({ pid: Number(pid), variables }));
  return pidsOnLinux().flatMap((pid) => {
    const environment = readProcess(`/proc/${pid}/environ`);
    return environment === '' ? [] : [{ pid, variables: environment.split('\0') }];
  });
}

/** The parent of each process. */
export function processParents(): Map<number, number> {
  if (process.platform !== 'linux')
    return new Map(ps('-o', 'pid=,ppid=').map(([pid, parent]) => [Number(pid), Number(parent)]));
  return new Map(
    pidsOnLinux().flatMap((pid) => {
      const stat = readProcess(`/proc/${pid}/stat`);
      return stat === '' ? [] : [[pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]];
    }),
  );
}

/** The ids of all processes on Linux. */
export function pidsOnLinux(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** @returns the words of each line */
function ps(...options: readonly string[]): string[][] {
  const lines = execFileSync('ps', ['-A', ...options], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return lines
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
}

/**
 * Reads a file of /proc/PID.
 * @returns empty for a process that has ended, is a zombie or belongs to another account
 */
export function readProcess(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isUnreadable(error)) return '';
    throw error;
  }
}

/** In jest, Node's errors are not instances of the tests' `Error`. */
function isUnreadable(error: unknown) {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return ['ENOENT', 'ESRCH', 'EINVAL', 'EACCES', 'EPERM'].includes(String(code));
}
