import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../file-errors';
import { markersIn, type Markers } from './markers';
import type { MarkedProcess, ProcessTable, ProcessUsage } from './process-table';

/** Linux's USER_HZ, 100 on every architecture that Node.js supports. */
const TICKS_PER_SECOND = 100;
const KERNEL_THREAD = 0x00200000;
const EXEC_RETRIES = 20;

/** A process that has ended, or that is another user's, is not one of ours. */
function notOurs(error: unknown): void {
  if (!hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) throw error;
}

/**
 * Reads what the kernel answers from its own memory, at a tenth of the cost of an asynchronous read. The environment is
 * in the memory of the process, whose lock may be held: that read must not block this process.
 */
function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    notOurs(error);
    return undefined;
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
function statOf(pid: number): Stat | undefined {
  const text = readProc(`/proc/${pid}/stat`);
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

/** Ended processes remain until their parent has waited for them. */
const hasEnded = ({ state }: Stat): boolean => state === 'Z' || state === 'X';

async function markersOf(pid: number): Promise<Markers | undefined> {
  for (let attempt = 0; attempt < EXEC_RETRIES; attempt += 1) {
    const text = await readFile(`/proc/${pid}/environ`, 'utf8').catch(notOurs);
    if (typeof text !== 'string') return undefined;
    if (text !== '') return markersIn(text.split('\0'));
    const stat = statOf(pid);
    if (stat === undefined || hasEnded(stat) || (stat.flags & KERNEL_THREAD) !== 0) return undefined;
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

function bootTime(): number {
  const text = readProc('/proc/stat') ?? '';
  return Number(/^btime (\d+)$/m.exec(text)?.[1] ?? 0);
}

function residentBytes(pid: number): number {
  const text = readProc(`/proc/${pid}/status`) ?? '';
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
}

function usageBy(pid: number, { cpuTicks, startTicks }: Stat): ProcessUsage {
  return {
    cpuSeconds: cpuTicks / TICKS_PER_SECOND,
    memoryBytes: residentBytes(pid),
    startedAt: new Date((bootTime() + startTicks / TICKS_PER_SECOND) * 1000),
  };
}

function usage(pid: number): Promise<ProcessUsage | undefined> {
  const stat = statOf(pid);
  return Promise.resolve(stat && usageBy(pid, stat));
}

/** Children of each thread: any of them may have started a child. */
function childrenOf(pid: number): number[] {
  const texts = threadsOf(pid).map((thread) => readProc(`/proc/${pid}/task/${thread}/children`) ?? '');
  return texts.flatMap((text) => text.split(' ').filter((word) => word !== '')).map(Number);
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch (error) {
    notOurs(error);
    return [];
  }
}

const descendants = (pid: number): number[] => childrenOf(pid).flatMap((child) => [child, ...descendants(child)]);

/** The CPU time of ended processes is counted by their parents, which waited for them. */
function treeUsage(pid: number): Promise<ProcessUsage | undefined> {
  const own = statOf(pid);
  if (own === undefined) return Promise.resolve(undefined);
  const all = [pid, ...descendants(pid)];
  const ticks = all.map(statOf).map((stat) => (stat === undefined ? 0 : stat.cpuTicks + stat.waitedTicks));
  const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
  return Promise.resolve({
    ...usageBy(pid, own),
    cpuSeconds: sum(ticks) / TICKS_PER_SECOND,
    memoryBytes: sum(all.map(residentBytes)),
  });
}

function identity(pid: number): string | undefined {
  const stat = statOf(pid);
  return stat === undefined || hasEnded(stat) ? undefined : `${pid}/${stat.startTicks}`;
}

/** Reads `/proc`. */
export function linuxProcessTable(): ProcessTable {
  return { markersOf, marked, usage, treeUsage, identity };
}
