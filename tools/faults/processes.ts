import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { until } from './until';

export interface NodeProcess {
  readonly pid: number;
  readonly node: string;
}

/** Environment and command line of every process visible to this account. */
function* environments(): Generator<{ pid: number; environment: string }> {
  if (process.platform !== 'linux') {
    for (const line of execFileSync('ps', ['-Eww', '-ax', '-o', 'pid=,command='], { encoding: 'utf8' }).split('\n')) {
      const [, pid, environment = ''] = /^\s*(\d+)\s(.*)$/.exec(line) ?? [];
      if (pid !== undefined) yield { pid: Number(pid), environment };
    }
    return;
  }
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const environment = orNothing(() => readFileSync(`/proc/${pid}/environ`, 'utf8'));
    if (environment !== '') yield { pid: Number(pid), environment: environment.replaceAll('\0', ' ') };
  }
}

/** Node's errors come from outside jest's realm, where `instanceof` does not recognize them. */
function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code;
}

/** A process's file, or an empty string. */
function orNothing(read: () => string): string {
  try {
    return read();
  } catch (error) {
    // It ended meanwhile, or belongs to another account.
    if (codeOf(error) !== undefined) return '';
    throw error;
  }
}

/**
 * Every process with the chain's marker, independent of the database and of pid files, without child processes of such
 * a process: a chaincode server is a sandbox and the program that runs in it.
 */
export function processesOf(chainId: string): NodeProcess[] {
  const marked = [...environments()].filter(({ environment }) => environment.includes(`HEDDLE_CHAIN=${chainId}`));
  const pids = new Set(marked.map(({ pid }) => pid));
  return marked.flatMap(({ pid, environment }) => {
    if (pids.has(parentOf(pid))) return [];
    return [{ pid, node: /HEDDLE_NODE=(\S+)/.exec(environment)?.[1] ?? '' }];
  });
}

/** 0 on systems without /proc, which have no sandbox. */
function parentOf(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const stat = orNothing(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

/** Every process that works in a folder or whose environment mentions it, except this one. */
export function mentioning(folder: string): number[] {
  return [...environments()].flatMap(({ pid, environment }) => {
    const concerned = environment.includes(folder) || workingFolder(pid).startsWith(folder);
    return concerned && pid !== process.pid ? [pid] : [];
  });
}

function workingFolder(pid: number): string {
  if (process.platform !== 'linux') return '';
  return orNothing(() => readlinkSync(`/proc/${pid}/cwd`));
}

/** Ends processes that failed tests have left behind. */
export async function endAll(folder: string): Promise<void> {
  await until('the end of every process', () => {
    const left = mentioning(folder);
    for (const pid of left) process.kill(pid, 'SIGKILL');
    return Promise.resolve(left.length === 0);
  });
}
