import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FabricCommands } from '../baseline/fabric-commands.mjs';
import { QUICK_SETTINGS, SAMPLE_SETTINGS } from '../baseline/materials.mjs';
import { TOOL_CHAIN_PORTS, processGround } from '../baseline/process-ground.mjs';
import { ToolChain } from '../baseline/tool-chain.mjs';
import { importProgram } from '../lib/bundle.mjs';
import { buildChaincode } from '../lib/build-chaincode.mjs';
import { Instance } from '../lib/instance.mjs';
import { freePorts } from '../lib/ports.mjs';
import { CHANNEL, SAMPLE, createSampleChain, uploadSample } from '../lib/sample-chain.mjs';
import { withFolder } from '../lib/scratch.mjs';
import { median } from '../lib/statistics.mjs';
import { Stopwatch } from '../lib/stopwatch.mjs';

const ASSET = ['asset1', 'Ada', 'blue', '5'];
const STYLES = {
  tools: { ordering: SAMPLE_SETTINGS, together: false },
  harness: { ordering: QUICK_SETTINGS, together: true },
};

/**
 * @typedef {{ folder: string, tools: FabricCommands, program: string, instance: Instance, keys: any, readableOnEvery: any, sourceId: string }} Bench
 */

/**
 * From nothing to a transaction that every peer can return, with Heddle's API and with Fabric's tools in turn.
 * @param {import('./index.mjs').Context} context
 * @returns {Promise<import('../lib/result.mjs').Outcome>}
 */
export function firstTransaction({ env, rounds, signal, print }) {
  return withFolder(async (folder) => {
    const program = await buildChaincode(folder, env);
    const { openInstanceKeys } = await importProgram('instance-keys');
    const { readableOnEvery } = await importProgram('readers');
    const instance = await Instance.start(folder, { env, signal });
    try {
      const keys = await openInstanceKeys(instance.data);
      const sourceId = await uploadSample(instance);
      const tools = new FabricCommands({ env, signal });
      const bench = { folder, tools, program, instance, keys, readableOnEvery, sourceId };
      const samples = await measure(bench, rounds, print);
      await keys.close();
      return outcome(samples);
    } finally {
      await instance.stop();
    }
  });
}

/**
 * The first round builds the chaincode and warms up both sides. It does not count.
 * @param {Bench} bench
 * @param {number} rounds
 * @param {(line: string) => void} print
 */
async function measure(bench, rounds, print) {
  /** @type {{ ours: Record<string, number>[], tools: Record<string, number>[], harness: Record<string, number>[] }} */
  const samples = { ours: [], tools: [], harness: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const ours = await byHeddle(bench, `bench${round}`);
    const harness = await byTools(bench, STYLES.harness);
    const tools = round === 0 ? {} : await byTools(bench, STYLES.tools);
    if (round === 0) continue;
    samples.ours.push(ours);
    samples.harness.push(harness);
    samples.tools.push(tools);
    print(`round ${round}: Heddle ${ours['all']} ms, tools ${tools['all']} ms, harness ${harness['all']} ms`);
  }
  return samples;
}

/**
 * @param {Bench} bench
 * @param {string} name
 */
async function byHeddle({ instance, keys, readableOnEvery, sourceId }, name) {
  const watch = new Stopwatch();
  const lap = (/** @type {string} */ part) => watch.lap(part);
  const { chain, chaincodePath, operations } = await createSampleChain(instance, { name, sourceId, lap });
  await instance.rest.post(`${chaincodePath}/invoke`, { fn: 'CreateAsset', args: ASSET });
  watch.lap('invoke');
  const question = { channel: CHANNEL, chaincode: SAMPLE, fn: 'ReadAsset', args: ASSET.slice(0, 1) };
  await readableOnEvery(await keys.readers(chain.id), question);
  watch.lap('read');
  const times = watch.stop();
  const steps = await Promise.all(operations.map((id) => instance.stepTimes(id)));
  await instance.release(chain);
  return Object.assign(times, ...steps);
}

/**
 * @param {Bench} bench
 * @param {import('../baseline/tool-chain.mjs').Style} style
 */
async function byTools({ folder, tools, program, readableOnEvery }, style) {
  const place = join(folder, 'tools');
  const ports = await freePorts(TOOL_CHAIN_PORTS);
  const chain = new ToolChain(tools, { ground: processGround(tools, { folder: place, ports, program }), style });
  try {
    const watch = new Stopwatch();
    await chain.createNodes();
    watch.lap('chain');
    await chain.createChannel();
    watch.lap('channel');
    await chain.deployChaincode();
    watch.lap('chaincode');
    await chain.invoke(['CreateAsset', ...ASSET]);
    watch.lap('invoke');
    await readableOnEvery(chain.readers.map(opened), { ...chain.place, fn: 'ReadAsset', args: ASSET.slice(0, 1) });
    watch.lap('read');
    return watch.stop();
  } finally {
    await chain.stop();
    rmSync(place, { recursive: true, force: true });
  }
}

/** @param {{ address: string, mspId: string, tlsRootCertificate: string, certificate: string, privateKey: string }} reader with paths */
function opened({ tlsRootCertificate, certificate, privateKey, ...reader }) {
  const text = (/** @type {string} */ path) => readFileSync(path, 'utf8');
  return {
    ...reader,
    hostName: 'localhost',
    tlsRootCertificate: text(tlsRootCertificate),
    certificate: text(certificate),
    privateKey: text(privateKey),
  };
}

/**
 * @param {{ ours: Record<string, number>[], tools: Record<string, number>[], harness: Record<string, number>[] }} samples
 * @returns {import('../lib/result.mjs').Outcome}
 */
function outcome(samples) {
  /**
   * @param {Record<string, number>[]} times
   * @param {string} part
   */
  const seconds = (times, part) => median(times.map((time) => time[part] ?? Number.NaN)) / 1000;
  const { ours, tools, harness } = samples;
  const parts = ['chain', 'channel', 'chaincode', 'invoke', 'read'];
  return {
    measures: [
      {
        what: 'from POST /chains to readable on every peer',
        unit: 's',
        ours: seconds(ours, 'all'),
        baseline: seconds(tools, 'all'),
        limit: { of: 'ratio', most: 0.35 },
      },
      ...parts.map((part) => ({
        what: `  of it: ${part}`,
        unit: 's',
        ours: seconds(ours, part),
        baseline: seconds(tools, part),
        limit: null,
      })),
      {
        what: 'against a harness that waits for conditions',
        unit: 's',
        ours: seconds(ours, 'all'),
        baseline: seconds(harness, 'all'),
        limit: null,
      },
    ],
    notes: [
      'Baseline: cryptogen, configtxgen, osnadmin and peer one after the other, with the batch (2 s), raft and node settings',
      'of fabric-samples’ test network; a refused command is retried after 0.1 s. Not included: that network’s fixed waits',
      '(3 s before the orderers’ join, each peer’s join and each readiness check), its queries, and its anchor updates.',
      'Harness: the same tools in parallel, raft ticks of 100 ms, blocks every 100 ms. Both organizations approve in every variant.',
    ],
    samples,
  };
}
