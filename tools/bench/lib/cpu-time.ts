import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Linux's USER_HZ, 100 on every architecture that Node.js supports. */
const TICKS_PER_SECOND = 100;

/**
 * CPU time in seconds that a process has used since its start, in user and in kernel mode, with that of its ended
 * children. Without children outside Linux.
 */
export function cpuSecondsOf(pid: number): number {
  if (process.platform !== 'linux') {
    const text = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' });
    return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  }
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // utime, stime, cutime and cstime: fields 14 to 17; the name before them may contain spaces (proc_pid_stat(5)).
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
}

/**
 * Percent of one core that processes use while this function waits, by name.
 * @param ms at least some seconds: the kernel counts in hundredths
 */
export async function cpuShares<Name extends string>(
  pids: Readonly<Record<Name, number>>,
  ms: number,
  signal: AbortSignal,
): Promise<Record<Name, number>> {
  const names = Object.keys(pids) as Name[];
  const before = names.map((name) => cpuSecondsOf(pids[name]));
  const began = performance.now();
  await delay(ms, undefined, { signal });
  const seconds = (performance.now() - began) / 1000;
  const shares = names.map((name, index) => [
    name,
    ((cpuSecondsOf(pids[name]) - (before[index] ?? Number.NaN)) / seconds) * 100,
  ]);
  return Object.fromEntries(shares) as Record<Name, number>;
}
