import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleProgram, importProgram } from '../lib/bundle.mjs';
import { withRedis } from '../lib/private-redis.mjs';
import { withFolder } from '../lib/scratch.mjs';
import { median, percentile, rounded } from '../lib/statistics.mjs';

const OPERATIONS = 1_000;
const WORKERS = 2;

/** @typedef {{ database: string, redis: { url: string, prefix: string } }} Place */

/**
 * What the engine costs over BullMQ, and whether it loses or repeats any work.
 * @param {import('./index.mjs').Context} context
 * @returns {Promise<import('../lib/result.mjs').Outcome>}
 */
export function engine(context) {
  const { rounds, signal, print } = context;
  return withFolder((folder) =>
    withRedis(folder, context, async (url) => {
      const program = await importProgram('engine');
      /** @param {string} name */
      const place = (name) => ({ database: `sqlite:${join(folder, `${name}.db`)}`, redis: { url, prefix: name } });
      const times = await program.compare(place('compare'), rounds);
      print(`${rounds} operations and jobs in turn; ${OPERATIONS} operations over ${WORKERS} workers`);
      const many = await drainMany(program, { place: place('many'), folder, signal });
      return outcome(times, many);
    }),
  );
}

/**
 * @param {any} program
 * @param {{ place: Place, folder: string, signal: AbortSignal }} options
 */
async function drainMany(program, { place, folder, signal }) {
  const ids = await program.enqueue(place, OPERATIONS);
  const worker = await bundleProgram('engine-worker');
  const notes = Array.from({ length: WORKERS }, (_, index) => join(folder, `worker-${index}.notes`));
  for (const file of notes) writeFileSync(file, '');
  const began = performance.now();
  const workers = notes.map((file) =>
    spawn(process.execPath, [worker, JSON.stringify(place), file], { stdio: ['ignore', 'inherit', 'inherit'] }),
  );
  try {
    const result = await program.drained(place, { ids, notes, signal });
    return { ...result, seconds: (performance.now() - began) / 1000 };
  } finally {
    await Promise.all(workers.map(end));
  }
}

/** @param {import('node:child_process').ChildProcess} child */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(late);
}

/**
 * @param {{ operations: number[], jobs: number[] }} times
 * @param {{ lost: number, doubled: number, shares: number[], seconds: number }} many
 * @returns {import('../lib/result.mjs').Outcome}
 */
function outcome({ operations, jobs }, many) {
  /** @param {string} what @param {number} ours */
  const none = (what, ours) => ({
    what,
    unit: '',
    ours,
    baseline: null,
    limit: { of: /** @type {const} */ ('ours'), most: 0 },
  });
  return {
    measures: [
      {
        what: 'an operation of ten empty steps, against a bare job',
        unit: 'ms',
        ours: median(operations),
        baseline: median(jobs),
        limit: { of: 'difference', most: 30 },
      },
      {
        what: '  p90',
        unit: 'ms',
        ours: percentile(operations, 0.9),
        baseline: percentile(jobs, 0.9),
        limit: null,
      },
      none(`lost operations, of ${OPERATIONS} over ${WORKERS} workers`, many.lost),
      none('their steps that did not run exactly once', many.doubled),
      {
        what: '  operations of ten steps',
        unit: 'per second',
        ours: OPERATIONS / many.seconds,
        baseline: null,
        limit: null,
      },
    ],
    notes: [
      'From the request’s transaction to the commit that ends the operation, on SQLite and a Redis that logs every write.',
      `The workers finished ${many.shares.map(Math.round).join(' and ')} operations in ${rounded(many.seconds)} s, including their start-up.`,
    ],
    samples: { operations, jobs, many },
  };
}
