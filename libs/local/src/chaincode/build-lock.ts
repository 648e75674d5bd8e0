import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { hasCode, ifPresent } from '../file-errors';
import type { ProcessTable } from '../process/process-table';

const Holder = z.object({ pid: z.int(), startedAt: z.number() });
type Holder = z.infer<typeof Holder>;

const POLL_MS = 100;
/** Two readings of a process's start time may differ by rounding. */
const SAME_START_MS = 1_500;

export interface LockOptions {
  readonly path: string;
  readonly table: ProcessTable;
  readonly signal?: AbortSignal | undefined;
  /** Called once if another process holds the lock. */
  readonly onWait: (pid: number) => void;
}

async function isAlive({ pid, startedAt }: Holder, table: ProcessTable): Promise<boolean> {
  const usage = await table.usage(pid);
  return usage !== undefined && Math.abs(usage.startedAt.getTime() - startedAt) < SAME_START_MS;
}

async function holderOf(path: string): Promise<Holder | undefined> {
  const text = await ifPresent(readFile(path, 'utf8'));
  return text === undefined ? undefined : Holder.parse(JSON.parse(text));
}

/** Creates the lock file with its content in one step; returns false if it exists. */
async function tryLock(path: string, holder: Holder): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(holder));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes the lock of a process that has died. */
async function breakLock(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  await ifPresent(rename(path, aside));
  await rm(aside, { force: true });
}

/**
 * Runs work under a lock of this machine. The lock of a killed process is taken over. If two processes ever hold it,
 * the work is done twice without harm: results appear by one rename.
 */
export async function withLock<Result>(options: LockOptions, work: () => Promise<Result>): Promise<Result> {
  const { path, table, signal, onWait } = options;
  const own = await table.usage(process.pid);
  const holder = { pid: process.pid, startedAt: own?.startedAt.getTime() ?? 0 };
  let reported = false;
  while (!(await tryLock(path, holder))) {
    signal?.throwIfAborted();
    const other = await holderOf(path);
    if (other === undefined) continue;
    if (!(await isAlive(other, table))) {
      await breakLock(path);
      continue;
    }
    if (!reported) onWait(other.pid);
    reported = true;
    await delay(POLL_MS, undefined, signal === undefined ? {} : { signal });
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}
