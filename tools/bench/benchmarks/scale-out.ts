import { setTimeout as delay } from 'node:timers/promises';
import { api, type ChainChange, type ChainId } from '@heddle/contracts';
import type { Measured } from '../clients/load-client.ts';
import { importProgram } from '../lib/bundle.ts';
import { Instance } from '../lib/instance.ts';
import { LoadProcess } from '../lib/load-process.ts';
import type { Outcome } from '../lib/result.ts';
import { CHANNEL, SAMPLE, createSampleChain, uploadSample } from '../lib/sample-chain.ts';
import { withFolder } from '../lib/scratch.ts';
import { median, percentile } from '../lib/statistics.ts';
import type { Context } from './context.ts';

const WAYS = ['snapshot', 'genesis'] as const;
const CALLS = ['submits', 'queries'] as const;
/** Every transaction is a block. */
const SPEC = {
  ordering: { orderers: 1, batch: { maxMessageCount: 1 } },
  organizations: [{ name: 'org1', peers: 1 }],
};
const FILLING = { concurrency: 64, prefix: 'ledger' };
const STEADY = { concurrency: 4, pause: 100 };
const BEFORE_MS = 20_000;

type Way = (typeof WAYS)[number];
type CallKind = (typeof CALLS)[number];
type Clients = Record<CallKind, LoadProcess>;

/** Latencies in milliseconds. */
interface Figures {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  /** Why calls failed. */
  readonly lost: readonly string[];
}

type Calls = Record<CallKind, Figures>;

interface Sample {
  readonly round: number;
  readonly from: Way;
  readonly operation: number;
  readonly steps: Record<string, number>;
  readonly before: Calls;
  readonly during: Calls;
}

/** The same peer joins by a snapshot and from the genesis block in turn, while clients submit and query. */
export function scaleOut({ env, rounds, blocks, signal, print }: Context): Promise<Outcome> {
  return withFolder(async (folder) => {
    const { openInstanceKeys } = await importProgram('instance-keys');
    const instance = await Instance.start(folder, { env, signal });
    const clients = { submits: new LoadProcess(signal), queries: new LoadProcess(signal) };
    try {
      const sourceId = await uploadSample(instance);
      const { chain } = await createSampleChain(instance, { name: 'scale-out', sourceId, spec: SPEC });
      const keys = await openInstanceKeys(instance.data);
      const [reader] = await keys.readers(chain.id);
      await keys.close();
      const place = { reader, channel: CHANNEL, chaincode: SAMPLE };
      await clients.submits.open('gateway', { ...place, fn: 'CreateAsset' });
      const { perSecond } = await clients.submits.apply({ ...FILLING, calls: blocks });
      print(`${blocks} blocks written, ${perSecond.toFixed(1)} per second`);
      await clients.queries.open('gateway-query', { ...place, fn: 'ReadAsset', args: [`${FILLING.prefix}-0`] });
      const samples: Sample[] = [];
      for (let round = 0; round < rounds; round += 1) {
        for (const from of WAYS) {
          const sample = { round, from, ...(await addition({ instance, chain, clients }, from, `${from}-${round}`)) };
          samples.push(sample);
          print(line(sample));
        }
      }
      return outcome(samples, blocks);
    } finally {
      await Promise.all([clients.submits.stop(), clients.queries.stop()]);
      await instance.stop();
    }
  });
}

/** Adds a peer, and removes it again. */
async function addition(
  { instance, chain, clients }: { instance: Instance; chain: { id: ChainId }; clients: Clients },
  ledgers: Way,
  prefix: string,
) {
  const change = (body: ChainChange) =>
    instance.succeeded(instance.client.ask(api.changes.request, { params: { chainId: chain.id }, body }));
  const before = await callsDuring(clients, delay(BEFORE_MS), `${prefix}-before`);
  const began = performance.now();
  const adding = change({ kind: 'peer.add', organization: 'org1', ledgers });
  const timed = adding.then(() => performance.now() - began);
  const during = await callsDuring(clients, timed, `${prefix}-during`);
  const { operation } = await adding;
  const steps = await instance.stepTimes(operation.id);
  await change({ kind: 'peer.remove', node: operation.subject.split('/')[1] ?? '' });
  return { operation: await timed, steps, before, during };
}

/** The steady load until the work ends. */
async function callsDuring({ submits, queries }: Clients, work: Promise<unknown>, prefix: string): Promise<Calls> {
  const load = { ...STEADY, prefix };
  const [submitted, queried] = await Promise.all([submits.during(work, load), queries.during(work, load)]);
  return { submits: figuresOf(submitted), queries: figuresOf(queried) };
}

const figuresOf = ({ latencies, lost }: Measured): Figures => ({
  count: latencies.length,
  p50: median(latencies),
  p99: percentile(latencies, 0.99),
  longest: percentile(latencies, 1),
  lost,
});

const JOIN = 'peer.add/join';

function line({ round, from, operation, steps, before, during }: Sample): string {
  const calls = CALLS.map(
    (kind) =>
      `${kind} p99 ${before[kind].p99.toFixed(1)} ms before, ${during[kind].p99.toFixed(1)} ms meanwhile, ${during[kind].lost.length} lost`,
  );
  return `round ${round + 1}, ${from}: join ${steps[JOIN] ?? 0} ms of ${operation.toFixed(0)} ms; ${calls.join('; ')}`;
}

function outcome(samples: readonly Sample[], blocks: number): Outcome {
  const middle = (from: Way, figure: (sample: Sample) => number) =>
    median(samples.filter((sample) => sample.from === from).map(figure));
  const latencies = (from: Way, kind: CallKind) => {
    const pair = (figure: 'p99' | 'longest') => ({
      unit: 'ms',
      ours: middle(from, ({ during }) => during[kind][figure]),
      baseline: middle(from, ({ before }) => before[kind][figure]),
    });
    return [
      {
        what: `p99 of ${kind} while a peer joins by ${from}`,
        ...pair('p99'),
        limit: { of: 'ratio' as const, most: 1.5 },
      },
      { what: '  the longest', ...pair('longest'), limit: null },
    ];
  };
  return {
    measures: [
      {
        what: 'step `join`, by snapshot against from genesis',
        unit: 's',
        ours: middle('snapshot', ({ steps }) => steps[JOIN] ?? Number.NaN) / 1000,
        baseline: middle('genesis', ({ steps }) => steps[JOIN] ?? Number.NaN) / 1000,
        limit: { of: 'ratio', most: 0.1 },
      },
      {
        what: '  the whole operation',
        unit: 's',
        ours: middle('snapshot', ({ operation }) => operation) / 1000,
        baseline: middle('genesis', ({ operation }) => operation) / 1000,
        limit: null,
      },
      ...CALLS.map((kind) => ({
        what: `lost ${kind}`,
        unit: '',
        ours: samples.reduce((sum, { during }) => sum + during[kind].lost.length, 0),
        baseline: null,
        limit: { of: 'ours' as const, most: 0 },
      })),
      ...WAYS.flatMap((from) => CALLS.flatMap((kind) => latencies(from, kind))),
    ],
    notes: [
      `Ledger of ${blocks} blocks of one transaction each; one orderer, one organization with one peer, Go sample chaincode.`,
      `Clients: ${STEADY.concurrency} submits (CreateAsset) and ${STEADY.concurrency} queries (ReadAsset) in flight to the first peer, each ${STEADY.pause} ms after the last`,
      `answer. Their baseline is the ${BEFORE_MS / 1000} s before each addition. One by snapshot lasts about a second, so its p99 is nearly its longest call.`,
    ],
    samples,
  };
}
