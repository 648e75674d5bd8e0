import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Memory of a process in bytes. */
export interface ProcessMemory {
  /**
   * Divides shared pages among the processes that share them, so that the sum over processes is the memory used. Null
   * except on Linux.
   */
  readonly pss: number | null;
  readonly rss: number;
}

export function memoryOf(pid: number): ProcessMemory {
  if (process.platform !== 'linux') {
    const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
    return { pss: null, rss: kilobytes * 1024 };
  }
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const field = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN) * 1024;
  return { pss: field('Pss'), rss: field('Rss') };
}
