import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { markersIn, type Markers } from './markers';
import type { MarkedProcess, ProcessTable, ProcessUsage } from './process-table';

const run = promisify(execFile);
const MAX_OUTPUT = 64 * 1024 * 1024;

/** Runs ps. It exits with 1 if no process matches, which is not a failure. */
async function ps(args: readonly string[]): Promise<string> {
  try {
    return (await run('ps', [...args], { maxBuffer: MAX_OUTPUT, env: { ...process.env, LC_ALL: 'C' } })).stdout;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 1) return '';
    throw error;
  }
}

function parseLine(line: string): { pid: number; state: string; markers: Markers | undefined } | undefined {
  const match = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line);
  if (match === null) return undefined;
  return { pid: Number(match[1]), state: match[2] ?? '', markers: markersIn((match[3] ?? '').split(' ')) };
}

async function listed(selection: readonly string[]): Promise<MarkedProcess[]> {
  const text = await ps([...selection, '-ww', '-E', '-o', 'pid=,stat=,command=']);
  return text.split('\n').flatMap((line) => {
    const parsed = parseLine(line);
    if (parsed?.markers === undefined || parsed.state.startsWith('Z')) return [];
    return [{ pid: parsed.pid, markers: parsed.markers }];
  });
}

/** `[[days-]hours:]minutes:seconds` as ps prints times. */
export function secondsOf(text: string): number {
  const [clock = '', days = '0'] = text.trim().split('-').reverse();
  return clock.split(':').reduce((total, part) => total * 60 + Number(part), 0) + Number(days) * 86_400;
}

async function usage(pid: number): Promise<ProcessUsage | undefined> {
  const text = (await ps(['-p', String(pid), '-o', 'time=,rss=,etime='])).trim();
  const [cpu, memory, elapsed] = text.split(/\s+/);
  if (cpu === undefined || memory === undefined || elapsed === undefined) return undefined;
  return {
    cpuSeconds: secondsOf(cpu),
    memoryBytes: Number(memory) * 1024,
    startedAt: new Date(Date.now() - secondsOf(elapsed) * 1000),
  };
}

/** Uses ps, which shows the environment of the user's own processes with -E. */
export function darwinProcessTable(): ProcessTable {
  return {
    markersOf: async (pid) => (await listed(['-p', String(pid)]))[0]?.markers,
    marked: async (instance) => (await listed(['-ax'])).filter(({ markers }) => markers.instance === instance),
    usage,
    // Chaincode has no sandbox here, so a node is one process.
    treeUsage: usage,
    // Asking ps costs as much as observing the node.
    identity: () => undefined,
  };
}
