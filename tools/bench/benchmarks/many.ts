import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { api } from '@heddle/contracts';
import type { QuietResult, QuietWork } from '../../../apps/worker/src/testing/quiet-worker.ts';
import { fromRoot } from '../../lib/root.mjs';
import { ToolError } from '../../lib/say.mjs';
import { bundleProgram, importProgram } from '../lib/bundle.ts';
import { Instance } from '../lib/instance.ts';
import type { Outcome } from '../lib/result.ts';
import { withFolder } from '../lib/scratch.ts';
import { median, percentile } from '../lib/statistics.ts';
import type { addChains } from '../programs/default-chains.ts';
import type { Context } from './context.ts';

const CHAINS = 1_000;
const FEW = 10;
const WORKERS = 2;
/** The product's own interval. */
const EVERY_MS = 2_000;
const SETTLE_MS = 15_000;
/** A multiple of the interval at which unchanged measurements are written. */
const MEASURE_MS = 60_000;
const REQUESTS = 200;
/** Between two requests: the reconcile rounds of the workers fall between and into them. */
const PAUSE_MS = 50;

/** Times of requests in milliseconds. */
interface Sample {
  readonly workers: readonly QuietResult[];
  readonly requests: readonly number[];
}

/**
 * The cost of an installation of many chains: the list of chains, and reconcile rounds, which are spread over workers.
 */
export async function many(context: Context): Promise<Outcome> {
  const { addChains } = await importProgram('default-chains');
  const program = await bundleProgram('quiet-worker', fromRoot('apps', 'worker', 'src', 'testing', 'quiet-worker.ts'));
  const measure = async (chains: number, workers: number) => {
    const sample = await measured(context, { chains, workers, program, addChains });
    context.print(`${chains} chains, ${workers} workers: ${cpuPerRound(sample).toFixed(3)} s of CPU per round`);
    return sample;
  };
  const samples = {
    one: await measure(1, 1),
    few: await measure(FEW, WORKERS),
    single: await measure(CHAINS, 1),
    spread: await measure(CHAINS, WORKERS),
  };
  return outcome(samples);
}

interface Measurement {
  readonly chains: number;
  readonly workers: number;
  /** The bundled quiet worker. */
  readonly program: string;
  readonly addChains: typeof addChains;
}

function measured(
  context: Pick<Context, 'env' | 'signal'>,
  { chains, workers, program, addChains }: Measurement,
): Promise<Sample> {
  const { signal } = context;
  return withFolder(async (folder) => {
    const instance = await Instance.start(folder, context, { workers: 0 });
    const database = `sqlite:${join(instance.data, 'heddle.sqlite')}`;
    const started: ReturnType<typeof startWorker>[] = [];
    try {
      await addChains(database, chains);
      const place = { database, redis: { url: instance.redisUrl, prefix: 'heddle' } };
      for (let number = 1; number <= workers; number += 1)
        started.push(startWorker(program, { ...place, owner: `worker-${number}` }));
      await delay(SETTLE_MS, undefined, { signal });
      const requests = await requestTimes(instance, signal);
      return { workers: await Promise.all(started.map(({ result }) => result)), requests };
    } finally {
      await Promise.all(started.map(({ stop }) => stop()));
      await instance.stop();
    }
  });
}

function startWorker(program: string, place: Pick<QuietWork, 'database' | 'redis' | 'owner'>) {
  const work: QuietWork = { ...place, everyMs: EVERY_MS, settleMs: SETTLE_MS, measureMs: MEASURE_MS };
  const child = spawn(process.execPath, [program, JSON.stringify(work)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const result = Promise.race([
    once(lines, 'line').then(([line]) => JSON.parse(String(line)) as QuietResult),
    ended.then(() => {
      throw new ToolError('A worker of the benchmark ended.', 'Its messages are above.');
    }),
  ]);
  // Awaited after the requests; a worker that ends before must not end this process.
  result.catch(() => undefined);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { result, stop };
}

/** Times of the first page of chains, as the console asks for it. */
async function requestTimes(instance: Instance, signal: AbortSignal): Promise<number[]> {
  const times: number[] = [];
  for (let request = 0; request < REQUESTS; request += 1) {
    const began = performance.now();
    await instance.client.ask(api.chains.list, {});
    times.push(performance.now() - began);
    await delay(PAUSE_MS, undefined, { signal });
  }
  return times;
}

/** CPU time of all workers for one round of all chains, in seconds. */
const cpuPerRound = ({ workers }: Sample) =>
  workers.reduce((sum, { cpuSeconds, rounds }) => sum + cpuSeconds / Math.max(1, rounds), 0);

function outcome({ one, few, single, spread }: Record<'one' | 'few' | 'single' | 'spread', Sample>): Outcome {
  const shares = spread.workers.map(({ chains }) => chains.length);
  const tended = spread.workers.flatMap(({ chains }) => chains);
  const list = ({ requests }: Sample, share: number) => percentile(requests, share);
  const bounded = (what: string, ours: number, most: number) => ({
    what,
    unit: '',
    ours,
    baseline: null,
    limit: { of: 'ours' as const, most },
  });
  return {
    measures: [
      {
        what: `GET /chains with ${CHAINS} chains, p95, against ${FEW} chains`,
        unit: 'ms',
        ours: list(spread, 0.95),
        baseline: list(few, 0.95),
        limit: { of: 'ours', most: 30 },
      },
      { what: '  median', unit: 'ms', ours: list(spread, 0.5), baseline: list(few, 0.5), limit: null },
      {
        what: `CPU time of a reconcile round of ${CHAINS} chains, one worker, against one chain`,
        unit: 's',
        ours: cpuPerRound(single),
        baseline: cpuPerRound(one),
        limit: { of: 'ours', most: 1 },
      },
      {
        what: `  over ${WORKERS} workers, the sum of both`,
        unit: 's',
        ours: cpuPerRound(spread),
        baseline: cpuPerRound(one),
        limit: { of: 'ours', most: 1 },
      },
      bounded(`  the larger share of ${WORKERS} workers`, Math.max(...shares) / CHAINS, 0.6),
      bounded('  chains that no worker, or more than one, reconciled', unevenness(tended), 0),
    ],
    notes: [
      'Default chains: 3 orderers, 2 organizations with 2 peers, a channel, a chaincode that runs elsewhere. Rows, SQLite, Redis and the live feed are real.',
      `Nodes have no processes: a stand-in for the runtime answers for them, and nothing changes. Rounds begin ${EVERY_MS / 1000} s after the last one ended.`,
      `CPU time is that of the whole process over ${MEASURE_MS / 1000} s, in which every measurement is written once, divided by its rounds.`,
      `${REQUESTS} requests, one after another, while the workers reconcile; the first page has 50 chains. Rounds of one worker: ${medianRounds(single)}.`,
    ],
    samples: { one, few, single: brief(single), spread: brief(spread) },
  };
}

const unevenness = (tended: readonly string[]) =>
  CHAINS - new Set(tended).size + (tended.length - new Set(tended).size);

const medianRounds = ({ workers }: Sample) => median(workers.map(({ rounds }) => rounds));

const brief = ({ workers, requests }: Sample) => ({
  workers: workers.map(({ cpuSeconds, rounds, chains }) => ({ cpuSeconds, rounds, chains: chains.length })),
  requests,
});
