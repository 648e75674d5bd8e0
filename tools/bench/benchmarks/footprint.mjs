import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lockHolder } from '../../lib/lock.mjs';
import { ROOT } from '../../lib/root.mjs';
import { ToolError } from '../../lib/say.mjs';
import { freePort } from '../../start/port.mjs';
import { launchLayout } from '../../start/settings.mjs';
import { withoutSettings } from '../lib/instance.mjs';
import { memoryOf } from '../lib/memory.mjs';
import { withFolder } from '../lib/scratch.mjs';
import { median } from '../lib/statistics.mjs';

const IDLE_MS = 10_000;
const PARTS = ['api', 'worker-1', 'worker-2', 'redis'];

/** @typedef {Record<string, { pss: number | null, rss: number }>} Memory by part */
/** @typedef {{ first: number, again: number, memory: Memory }} Sample times in milliseconds */

/**
 * What `npm start` costs: memory once it is idle, and time until the console answers.
 * @param {import('./index.mjs').Context} context
 * @returns {Promise<import('../lib/result.mjs').Outcome>}
 */
export function footprint({ env, rounds, signal, print }) {
  return withFolder(async (folder) => {
    /** @type {Sample[]} */
    const samples = [];
    for (let round = 0; round <= rounds; round += 1) {
      const data = join(folder, 'data');
      const place = { data, env, signal };
      const first = await withInstance(place, async (ms) => ms);
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
 * @template T
 * @param {{ data: string, env: NodeJS.ProcessEnv, signal: AbortSignal }} place
 * @param {(ms: number) => Promise<T>} work gets the time that the console took to answer
 * @returns {Promise<T>}
 */
async function withInstance({ data, env, signal }, work) {
  const port = await freePort();
  const own = { ...withoutSettings(env), HEDDLE_DATA: data, HEDDLE_PORT: String(port) };
  const began = performance.now();
  const child = spawn('npm', ['start'], { cwd: ROOT, env: own, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
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

/**
 * Succeeds when the page is served and the API is ready.
 * @param {number} port
 */
async function consoleAnswers(port) {
  /** @param {string} path */
  const get = (path) =>
    fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2_000) }).then(
      async (response) => (response.ok ? response.text() : undefined),
      () => undefined,
    );
  if ((await get('/health/ready')) === undefined) return false;
  return (await get('/'))?.includes('<html') ?? false;
}

/**
 * @param {string} data
 * @returns {Memory}
 */
function memoryOfParts(data) {
  /** @type {import('../../start/supervised.mjs').Started[]} */
  const started = JSON.parse(readFileSync(launchLayout(data).processes, 'utf8'));
  return Object.fromEntries(started.map(({ name, pid }) => [name, memoryOf(pid)]));
}

/**
 * @param {readonly Sample[]} samples
 * @returns {import('../lib/result.mjs').Outcome}
 */
function outcome(samples) {
  /**
   * @param {readonly string[]} parts
   * @param {'pss' | 'rss'} kind
   */
  const megabytes = (parts, kind) =>
    median(samples.map(({ memory }) => parts.reduce((sum, part) => sum + (memory[part]?.[kind] ?? Number.NaN), 0))) /
    1e6;
  const known = Number.isNaN(megabytes(PARTS, 'pss')) ? 'rss' : 'pss';
  /** @param {string} what @param {number} ours */
  const memory = (what, ours) => ({ what, unit: 'MB', ours, baseline: null, limit: null });
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
