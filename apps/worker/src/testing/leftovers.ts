import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { ChainId } from '@heddle/contracts';
import type { TestInstallation } from './test-installation';

/** Everything that a chain has left in an installation; all fields are empty if there is nothing. */
export async function leftovers({ database, layout }: TestInstallation, chainId: ChainId) {
  const { store } = database;
  const ports = (await store.ports.list()).filter((lease) => lease.chainId === chainId);
  const below = async (folder: string) => (await readdir(folder)).filter((name) => name === chainId);
  return {
    nodes: (await store.nodes.ofChain(chainId)).map(({ name }) => name),
    identities: (await store.identities.ofChain(chainId)).length,
    channels: (await store.channels.ofChain(chainId)).map(({ name }) => name),
    ports: ports.map(({ port }) => port),
    files: [...(await below(layout.nodes)), ...(await below(layout.artifacts))],
    processes: await processesOf(chainId),
  };
}

export const NOTHING_LEFT = { nodes: [], identities: 0, channels: [], ports: [], files: [], processes: [] };

/**
 * Ids of the processes with all texts in their command or environment, without the descendants of such processes: a
 * chaincode server is a sandbox and the processes inside. Processes of other users are skipped.
 */
export async function processesOf(...texts: readonly string[]): Promise<number[]> {
  const columns = ['axeww', '-o', 'pid=,ppid=,command='];
  const { stdout } = await promisify(execFile)('ps', columns, { maxBuffer: 64 * 1024 * 1024 });
  const found = stdout.split('\n').filter((line) => texts.every((text) => line.includes(text)));
  const processes = found.map((line) => line.trim().split(/\s+/, 2).map(Number));
  const pids = new Set(processes.map(([pid]) => pid));
  return processes.flatMap(([pid = 0, parent]) => (pids.has(parent) ? [] : [pid]));
}
