import { addressOf } from '@heddle/client';
import { api } from '@heddle/contracts';
import { importProgram } from '../lib/bundle.ts';
import { Instance } from '../lib/instance.ts';
import { LoadProcess } from '../lib/load-process.ts';
import type { Outcome } from '../lib/result.ts';
import { CHANNEL, SAMPLE, createSampleChain, uploadSample } from '../lib/sample-chain.ts';
import { withFolder } from '../lib/scratch.ts';
import { median } from '../lib/statistics.ts';
import type { Context } from './context.ts';

const FUNCTION = 'CreateAsset';
const CONCURRENCIES = [1, 16, 64];
const SIDES = ['ours', 'bare'] as const;
type Side = (typeof SIDES)[number];
const LOAD_MS = 4_000;
const WARM_UP_MS = 2_000;

interface Sample {
  readonly concurrency: number;
  readonly round: number;
  readonly side: Side;
  readonly perSecond: number;
  readonly p50: number;
}

/** The same function of the same chaincode on the same chain, through REST and with a bare client, in turn. */
export function invoke({ env, rounds, signal, print }: Context): Promise<Outcome> {
  return withFolder(async (folder) => {
    const { openInstanceKeys } = await importProgram('instance-keys');
    const instance = await Instance.start(folder, { env, signal });
    const clients = { ours: new LoadProcess(signal), bare: new LoadProcess(signal) };
    try {
      const sourceId = await uploadSample(instance);
      const { chain, chaincode } = await createSampleChain(instance, { name: 'invoke', sourceId });
      const keys = await openInstanceKeys(instance.data);
      const [reader] = await keys.readers(chain.id);
      await keys.close();
      const path = addressOf(api.chaincodes.invoke, { params: { ...chaincode } });
      await clients.ours.open('rest', { url: instance.url, path, token: instance.client.token, fn: FUNCTION });
      await clients.bare.open('gateway', { reader, channel: CHANNEL, chaincode: SAMPLE, fn: FUNCTION });
      return outcome(await measure(clients, { rounds, print }));
    } finally {
      await Promise.all([clients.ours.stop(), clients.bare.stop()]);
      await instance.stop();
    }
  });
}

/** The side that goes first alternates from round to round. */
async function measure(
  clients: Record<Side, LoadProcess>,
  { rounds, print }: Pick<Context, 'rounds' | 'print'>,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const side of SIDES)
    await clients[side].apply({ concurrency: 16, milliseconds: WARM_UP_MS, prefix: `${side}-warm-up` });
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? SIDES : SIDES.toReversed();
    for (const concurrency of CONCURRENCIES) {
      for (const side of order) {
        const load = { concurrency, milliseconds: LOAD_MS, prefix: `${side}-${round}-${concurrency}` };
        const { perSecond, latencies } = await clients[side].apply(load);
        const sample = { concurrency, round, side, perSecond, p50: median(latencies) };
        samples.push(sample);
        print(`${side} x${concurrency}: ${perSecond.toFixed(1)} per second, p50 ${sample.p50.toFixed(1)} ms`);
      }
    }
  }
  return samples;
}

function outcome(samples: readonly Sample[]): Outcome {
  const middle = (side: Side, concurrency: number, figure: 'perSecond' | 'p50') =>
    median(
      samples
        .filter((sample) => sample.side === side && sample.concurrency === concurrency)
        .map((sample) => sample[figure]),
    );
  const throughput = (concurrency: number) => ({
    what: `submitted, ${concurrency} in flight`,
    unit: 'tx/s',
    ours: middle('ours', concurrency, 'perSecond'),
    baseline: middle('bare', concurrency, 'perSecond'),
    limit: { of: 'ratio' as const, least: 0.9 },
  });
  const latency = (concurrency: number) => ({
    what: `  p50 latency, ${concurrency} in flight`,
    unit: 'ms',
    ours: middle('ours', concurrency, 'p50'),
    baseline: middle('bare', concurrency, 'p50'),
    limit: null,
  });
  const [highest = 0, ...others] = [...CONCURRENCIES].reverse();
  return {
    measures: [
      throughput(highest),
      latency(highest),
      ...others.flatMap((concurrency) => [throughput(concurrency), latency(concurrency)]),
    ],
    notes: [
      `Go sample chaincode, ${FUNCTION} with a new key each time, endorsed by both organizations, blocks every 100 ms, same peer.`,
      'Each client is a separate process on the same machine; Heddle’s API is one process.',
    ],
    samples,
  };
}
