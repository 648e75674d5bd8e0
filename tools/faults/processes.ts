import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { until } from './until';

export interface NodeProcess {
  readonly pid: number;
  readonly node: string;
}

/** Environment and command line of every process that this account may see. */
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

/** Node's own errors come from outside of jest's realm, where `instanceof` does not know them. */
function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code;
}

/** What a process shows, or nothing. */
function orNothing(read: () => string): string {
  try {
    return read();
  } catch (error) {
    // Ended meanwhile, or another account's.
    if (codeOf(error) !== undefined) return '';
    throw error;
  }
}

/**
 * Every process that carries the chain's marker, whatever the database or pid files say, without those that such a one
 * has started: a chaincode server is a sandbox and what runs in it.
 */
export function processesOf(chainId: string): NodeProcess[] {
  const marked = [...environments()].filter(({ environment }) => environment.includes(`HEDDLE_CHAIN=${chainId}`));
  const pids = new Set(marked.map(({ pid }) => pid));
  return marked.flatMap(({ pid, environment }) => {
    if (pids.has(parentOf(pid))) return [];
    return [{ pid, node: /HEDDLE_NODE=(\S+)/.exec(environment)?.[1] ?? '' }];
  });
}

/** 0 where the system does not show it as a file; there is no sandbox then. */
function parentOf(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const stat = orNothing(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

/** Every process that works in a folder or whose environment mentions it; this one aside. */
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

/** Ends what failed tests have left of an instance. */
export async function endAll(folder: string): Promise<void> {
  await until('the end of every process', () => {
    const left = mentioning(folder);
    for (const pid of left) process.kill(pid, 'SIGKILL');
    return Promise.resolve(left.length === 0);
  });
}
