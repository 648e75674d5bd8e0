import { importProgram } from '../lib/bundle.mjs';
import { Instance } from '../lib/instance.mjs';
import { LoadProcess } from '../lib/load-process.mjs';
import { CHANNEL, SAMPLE, createSampleChain, uploadSample } from '../lib/sample-chain.mjs';
import { withFolder } from '../lib/scratch.mjs';
import { median } from '../lib/statistics.mjs';

const FUNCTION = 'CreateAsset';
const CONCURRENCIES = [1, 16, 64];
const SIDES = /** @type {const} */ (['ours', 'bare']);
const LOAD_MS = 4_000;
const WARM_UP_MS = 2_000;

/** @typedef {{ concurrency: number, round: number, side: 'ours' | 'bare', perSecond: number, p50: number }} Sample */

/**
 * The same function of the same chaincode on the same chain, through REST and with a bare client, in turn.
 * @param {import('./index.mjs').Context} context
 * @returns {Promise<import('../lib/result.mjs').Outcome>}
 */
export function invoke({ env, rounds, signal, print }) {
  return withFolder(async (folder) => {
    const { openInstanceKeys } = await importProgram('instance-keys');
    const instance = await Instance.start(folder, { env, signal });
    const clients = { ours: new LoadProcess(signal), bare: new LoadProcess(signal) };
    try {
      const sourceId = await uploadSample(instance);
      const { chain, chaincodePath } = await createSampleChain(instance, { name: 'invoke', sourceId });
      const keys = await openInstanceKeys(instance.data);
      const [reader] = await keys.readers(chain.id);
      await keys.close();
      const path = `/api/v1${chaincodePath}/invoke`;
      await clients.ours.open('rest', { url: instance.url, path, token: instance.rest.token, fn: FUNCTION });
      await clients.bare.open('gateway', { reader, channel: CHANNEL, chaincode: SAMPLE, fn: FUNCTION });
      return outcome(await measure(clients, rounds, print));
    } finally {
      await Promise.all([clients.ours.stop(), clients.bare.stop()]);
      await instance.stop();
    }
  });
}

/**
 * The side that goes first alternates from round to round.
 * @param {{ ours: LoadProcess, bare: LoadProcess }} clients
 * @param {number} rounds
 * @param {(line: string) => void} print
 */
async function measure(clients, rounds, print) {
  /** @type {Sample[]} */
  const samples = [];
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

/**
 * @param {readonly Sample[]} samples
 * @returns {import('../lib/result.mjs').Outcome}
 */
function outcome(samples) {
  /**
   * @param {'ours' | 'bare'} side
   * @param {number} concurrency
   * @param {'perSecond' | 'p50'} figure
   */
  const middle = (side, concurrency, figure) =>
    median(
      samples
        .filter((sample) => sample.side === side && sample.concurrency === concurrency)
        .map((sample) => sample[figure]),
    );
  /** @param {number} concurrency */
  const throughput = (concurrency) => ({
    what: `submitted, ${concurrency} in flight`,
    unit: 'tx/s',
    ours: middle('ours', concurrency, 'perSecond'),
    baseline: middle('bare', concurrency, 'perSecond'),
    limit: { of: /** @type {const} */ ('ratio'), least: 0.9 },
  });
  /** @param {number} concurrency */
  const latency = (concurrency) => ({
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
