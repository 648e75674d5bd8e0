import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../lib/process-identity.mjs';
import type { Started } from './supervised.ts';

/** A file with the processes that a launcher started. If the launcher is killed, the next one finds them there. */
export class ProcessRecord {
  #path;
  #processes = new Map<string, Started>();

  constructor(path: string) {
    this.#path = path;
  }

  add(process: Started) {
    this.#processes.set(process.name, process);
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(`${this.#path}.new`, JSON.stringify([...this.#processes.values()]));
    renameSync(`${this.#path}.new`, this.#path);
  }

  remove() {
    rmSync(this.#path, { force: true });
  }
}

/**
 * Stops the processes of a killed launcher: the API and the workers first, Redis last. Nodes keep running; the workers
 * that start next adopt them.
 * @returns the names of the stopped processes
 */
export async function endLeftovers(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  const left = (JSON.parse(readFileSync(path, 'utf8')) as Started[]).filter(isAlive);
  const redis = left.filter(({ name }) => name === 'redis');
  await Promise.all(left.filter(({ name }) => name !== 'redis').map(end));
  await Promise.all(redis.map(end));
  rmSync(path, { force: true });
  return left.map(({ name }) => name);
}

async function end(left: Started) {
  process.kill(left.pid, 'SIGTERM');
  for (let waited = 0; isAlive(left); waited += 50) {
    if (waited === 15_000) process.kill(left.pid, 'SIGKILL');
    await delay(50);
  }
}
