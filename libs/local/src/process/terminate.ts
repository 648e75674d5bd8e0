import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../file-errors';
import type { Markers } from './markers';
import type { MarkedProcess, ProcessTable } from './process-table';

export interface TerminateOptions {
  readonly table: ProcessTable;
  readonly instance: string;
  /** Selects processes of the instance. */
  readonly which: (markers: Markers) => boolean;
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  readonly signal?: AbortSignal | undefined;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

/**
 * Ends every matching process, with or without a pid file and including child processes, and returns when none is left.
 * Cancelling returns early; processes that received SIGTERM still end.
 */
export async function terminate({ table, instance, which, graceMs, signal }: TerminateOptions): Promise<void> {
  const deadline = performance.now() + graceMs;
  const asked = new Set<number>();
  let alive = await matching();
  while (alive.length > 0) {
    signal?.throwIfAborted();
    const overdue = performance.now() > deadline;
    for (const { pid } of alive) {
      if (overdue) send(pid, 'SIGKILL');
      else if (!asked.has(pid)) send(pid, 'SIGTERM');
      asked.add(pid);
    }
    await delay(POLL_MS);
    alive = await stillAlive(alive);
    if (alive.length === 0) alive = await matching();
  }

  async function matching(): Promise<MarkedProcess[]> {
    return (await table.marked(instance)).filter(({ markers }) => which(markers));
  }

  async function stillAlive(processes: readonly MarkedProcess[]): Promise<MarkedProcess[]> {
    const found = await Promise.all(
      processes.map(async (one) => {
        const markers = await table.markersOf(one.pid);
        return markers?.instance === instance && which(markers) ? [one] : [];
      }),
    );
    return found.flat();
  }
}

const POLL_MS = 10;
