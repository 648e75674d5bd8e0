import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lockHolder } from '../../lib/lock.mjs';
import { ROOT } from '../../lib/root.mjs';
import { ToolError } from '../../lib/say.mjs';
import { freePort } from '../../start/port.ts';
import { launchLayout } from '../../start/settings.ts';
import type { Started } from '../../start/supervised.ts';
import { withoutSettings } from '../lib/instance.ts';
import { memoryOf, type ProcessMemory } from '../lib/memory.ts';
import type { Outcome } from '../lib/result.ts';
import { withFolder } from '../lib/scratch.ts';
import { median } from '../lib/statistics.ts';
import type { Context } from './context.ts';

const IDLE_MS = 10_000;
const PARTS = ['api', 'worker-1', 'worker-2', 'redis'];

/** By part. */
type Memory = Record<string, ProcessMemory>;

/** Times in milliseconds. */
interface Sample {
  readonly first: number;
  readonly again: number;
  readonly memory: Memory;
}

/** The cost of `npm start`: memory once it is idle, and time until the console answers. */
export function footprint({ env, rounds, signal, print }: Context): Promise<Outcome> {
  return withFolder(async (folder) => {
    const samples: Sample[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const data = join(folder, 'data');
      const place = { data, env, signal };
      const first = await withInstance(place, (ms) => Promise.resolve(ms));
      const { again, memory } = await withInstance(place, async (ms) => {
        await delay(round === 0 ? 0 : IDLE_MS, undefined, { signal });
        return { again: ms, memory: memoryOfParts(data) };
      });
      rmSync(data, { recursive: true });
      // The first round fills the compile cache, which is kept between starts.
      if (round === 0) continue;
      samples.push({ first, again, memory });
      print(`round ${round}: first start ${Math.round(first)} ms, next start ${Math.round(again)} ms`);
    }
    return outcome(samples);
  });
}

/**
 * Starts an instance with `npm start`, as a user would, and runs the work while it is up.
 * @param work gets the time that the console took to answer
 */
async function withInstance<T>(
  { data, env, signal }: { data: string; env: NodeJS.ProcessEnv; signal: AbortSignal },
  work: (ms: number) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const own = { ...withoutSettings(env), HEDDLE_DATA: data, HEDDLE_PORT: String(port) };
  const began = performance.now();
  const child = spawn('npm', ['start'], { cwd: ROOT, env: own, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (output += part));
  const ended = once(child, 'exit');
  try {
    while (!(await consoleAnswers(port))) {
      signal.throwIfAborted();
      if (child.exitCode !== null)
        throw new ToolError(`npm start ended:\n${output}`, 'Run npm start by hand to debug it.');
      await delay(20);
    }
    const took = performance.now() - began;
    if (output.includes('Building'))
      throw new ToolError(
        'npm start had to build the product, so the start cannot be timed.',
        'Run it again while no source changes.',
      );
    return await work(took);
  } finally {
    const holder = lockHolder(launchLayout(data).lock);
    if (holder) process.kill(holder.pid, 'SIGTERM');
    else child.kill('SIGTERM');
    await ended;
  }
}

/** Succeeds when the page is served and the API is ready. */
async function consoleAnswers(port: number): Promise<boolean> {
  const get = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2_000) }).then(
      async (response) => (response.ok ? response.text() : undefined),
      () => undefined,
    );
  if ((await get('/health/ready')) === undefined) return false;
  return (await get('/'))?.includes('<html') ?? false;
}

function memoryOfParts(data: string): Memory {
  const started = JSON.parse(readFileSync(launchLayout(data).processes, 'utf8')) as Started[];
  return Object.fromEntries(started.map(({ name, pid }) => [name, memoryOf(pid)]));
}

function outcome(samples: readonly Sample[]): Outcome {
  const megabytes = (parts: readonly string[], kind: 'pss' | 'rss') =>
    median(samples.map(({ memory }) => parts.reduce((sum, part) => sum + (memory[part]?.[kind] ?? Number.NaN), 0))) /
    1e6;
  const known = Number.isNaN(megabytes(PARTS, 'pss')) ? 'rss' : 'pss';
  const memory = (what: string, ours: number) => ({ what, unit: 'MB', ours, baseline: null, limit: null });
  return {
    measures: [
      {
        ...memory(`idle memory of the API, two workers and Redis (${known.toUpperCase()})`, megabytes(PARTS, known)),
        limit: { of: 'ours', most: 500 },
      },
      ...PARTS.map((part) => memory(`  of it: ${part}`, megabytes([part], known))),
      memory('  the same as RSS, with shared pages counted in each process', megabytes(PARTS, 'rss')),
      {
        what: 'npm start to a console that answers, new data folder',
        unit: 's',
        ours: median(samples.map(({ first }) => first)) / 1000,
        baseline: null,
        limit: { of: 'ours', most: 6 },
      },
      {
        what: '  the next start',
        unit: 's',
        ours: median(samples.map(({ again }) => again)) / 1000,
        baseline: null,
        limit: null,
      },
    ],
    notes: [
      `No chain; memory ${IDLE_MS / 1000} s after the start. The launcher is not included. MB are 10^6 bytes.`,
      'The console answers when / serves the page and /health/ready succeeds. Preconditions: built, Fabric found, code cache warm.',
    ],
    samples,
  };
}
