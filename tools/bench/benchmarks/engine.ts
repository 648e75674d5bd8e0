import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleProgram, importProgram } from '../lib/bundle.ts';
import { withRedis } from '../lib/private-redis.ts';
import type { Outcome } from '../lib/result.ts';
import { withFolder } from '../lib/scratch.ts';
import { median, percentile, rounded } from '../lib/statistics.ts';
import type * as engineProgram from '../programs/engine.ts';
import type { Drained, EnginePlace, EngineTimes } from '../programs/engine.ts';
import type { Context } from './context.ts';

const OPERATIONS = 1_000;
const WORKERS = 2;

interface Many extends Drained {
  /** Until the last operation ended. */
  readonly seconds: number;
}

/** The cost of the engine over BullMQ, and whether it loses or repeats any work. */
export function engine(context: Context): Promise<Outcome> {
  const { rounds, signal, print } = context;
  return withFolder((folder) =>
    withRedis(folder, context, async (url) => {
      const program = await importProgram('engine');
      const place = (name: string) => ({
        database: `sqlite:${join(folder, `${name}.db`)}`,
        redis: { url, prefix: name },
      });
      const times = await program.compare(place('compare'), rounds);
      print(`${rounds} operations and jobs in turn; ${OPERATIONS} operations over ${WORKERS} workers`);
      const many = await drainMany(program, { place: place('many'), folder, signal });
      return outcome(times, many);
    }),
  );
}

async function drainMany(
  program: typeof engineProgram,
  { place, folder, signal }: { place: EnginePlace; folder: string; signal: AbortSignal },
): Promise<Many> {
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

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(late);
}

function outcome({ operations, jobs }: EngineTimes, many: Many): Outcome {
  const none = (what: string, ours: number) => ({
    what,
    unit: '',
    ours,
    baseline: null,
    limit: { of: 'ours' as const, most: 0 },
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
