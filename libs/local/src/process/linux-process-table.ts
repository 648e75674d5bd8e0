import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode, ifPresent } from '../file-errors';
import { markersIn, type Markers } from './markers';
import type { MarkedProcess, ProcessTable, ProcessUsage } from './process-table';

/** Linux's USER_HZ, 100 on every architecture that Node.js supports. */
const TICKS_PER_SECOND = 100;
const KERNEL_THREAD = 0x00200000;
const EXEC_RETRIES = 20;

async function readProc(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // Ended, or another user's: not a process of ours in either case.
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return undefined;
    throw error;
  }
}

interface Stat {
  readonly state: string;
  readonly flags: number;
  readonly cpuTicks: number;
  /** CPU time of its ended descendants. */
  readonly waitedTicks: number;
  readonly startTicks: number;
}

/** Fields of `/proc/PID/stat` after the command's name, which may contain spaces and brackets (proc_pid_stat(5)). */
async function statOf(pid: number): Promise<Stat | undefined> {
  const text = await readProc(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const number = (index: number) => Number(fields[index]);
  return {
    state: fields[0] ?? '',
    flags: number(6),
    cpuTicks: number(11) + number(12),
    waitedTicks: number(13) + number(14),
    startTicks: number(19),
  };
}

async function markersOf(pid: number): Promise<Markers | undefined> {
  for (let attempt = 0; attempt < EXEC_RETRIES; attempt += 1) {
    const text = await readProc(`/proc/${pid}/environ`);
    if (text === undefined) return undefined;
    if (text !== '') return markersIn(text.split('\0'));
    const stat = await statOf(pid);
    if (stat === undefined || stat.state === 'Z' || stat.state === 'X' || (stat.flags & KERNEL_THREAD) !== 0) {
      return undefined;
    }
    // During exec() a live process briefly shows an empty environment: read it again.
    await delay(1);
  }
  return undefined;
}

async function marked(instance: string): Promise<MarkedProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map(async (pid) => ({ pid, markers: await markersOf(pid) })));
  return found.flatMap(({ pid, markers }) => (markers?.instance === instance ? [{ pid, markers }] : []));
}

async function bootTime(): Promise<number> {
  const text = (await readProc('/proc/stat')) ?? '';
  return Number(/^btime (\d+)$/m.exec(text)?.[1] ?? 0);
}

async function usage(pid: number): Promise<ProcessUsage | undefined> {
  const [stat, status, booted] = await Promise.all([statOf(pid), readProc(`/proc/${pid}/status`), bootTime()]);
  if (stat === undefined || status === undefined) return undefined;
  const residentKib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  return {
    cpuSeconds: stat.cpuTicks / TICKS_PER_SECOND,
    memoryBytes: residentKib * 1024,
    startedAt: new Date((booted + stat.startTicks / TICKS_PER_SECOND) * 1000),
  };
}

/** Children of each thread: any of them may have started a child. */
async function childrenOf(pid: number): Promise<number[]> {
  const threads = (await ifPresent(readdir(`/proc/${pid}/task`))) ?? [];
  const texts = await Promise.all(threads.map((thread) => readProc(`/proc/${pid}/task/${thread}/children`)));
  return texts.flatMap((text) => (text ?? '').split(' ').filter((word) => word !== '')).map(Number);
}

async function descendants(pid: number): Promise<number[]> {
  const children = await childrenOf(pid);
  return [...children, ...(await Promise.all(children.map(descendants))).flat()];
}

/** The CPU time of ended processes is counted by their parents, which waited for them. */
async function treeUsage(pid: number): Promise<ProcessUsage | undefined> {
  const own = await usage(pid);
  if (own === undefined) return undefined;
  const all = [pid, ...(await descendants(pid))];
  const [usages, waited] = [await Promise.all(all.map(usage)), await Promise.all(all.map(statOf))];
  const sum = (values: readonly (number | undefined)[]) => values.reduce<number>((total, one) => total + (one ?? 0), 0);
  return {
    cpuSeconds:
      sum(usages.map((one) => one?.cpuSeconds)) + sum(waited.map((one) => one?.waitedTicks)) / TICKS_PER_SECOND,
    memoryBytes: sum(usages.map((one) => one?.memoryBytes)),
    startedAt: own.startedAt,
  };
}

/** Reads `/proc`. */
export function linuxProcessTable(): ProcessTable {
  return { markersOf, marked, usage, treeUsage };
}
