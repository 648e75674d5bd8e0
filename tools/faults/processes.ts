import { readlinkSync } from 'node:fs';
import { processEnvironments, processParents } from '../lib/process-table.ts';
import { until } from './until';

export interface NodeProcess {
  readonly pid: number;
  readonly node: string;
}

/**
 * Every process with the chain's marker, independent of the database and of pid files, without child processes of such
 * a process: a chaincode server is a sandbox and the program that runs in it.
 */
export function processesOf(chainId: string): NodeProcess[] {
  const marked = processEnvironments().filter(({ variables }) => variables.includes(`HEDDLE_CHAIN=${chainId}`));
  const pids = new Set(marked.map(({ pid }) => pid));
  const parents = processParents();
  return marked
    .filter(({ pid }) => !pids.has(parents.get(pid) ?? 0))
    .map(({ pid, variables }) => ({ pid, node: valueOf(variables, 'HEDDLE_NODE') }));
}

function valueOf(variables: readonly string[], name: string): string {
  const start = `${name}=`;
  return variables.find((variable) => variable.startsWith(start))?.slice(start.length) ?? '';
}

/** Every process that works in a folder or whose environment mentions it, except this one. */
export function mentioning(folder: string): number[] {
  return processEnvironments().flatMap(({ pid, variables }) => {
    const concerned = variables.some((variable) => variable.includes(folder)) || workingFolder(pid).startsWith(folder);
    return concerned && pid !== process.pid ? [pid] : [];
  });
}

/** Empty for a process that has ended or belongs to another account, and on systems without /proc. */
function workingFolder(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error) return '';
    throw error;
  }
}

/** Ends processes that failed tests have left behind. */
export async function endAll(folder: string): Promise<void> {
  await until('the end of every process', () => {
    const left = mentioning(folder);
    for (const pid of left) process.kill(pid, 'SIGKILL');
    return Promise.resolve(left.length === 0);
  });
}
