import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { api, type SourceId } from '@heddle/contracts';
import { FabricCommands } from '../baseline/fabric-commands.ts';
import { QUICK_SETTINGS, SAMPLE_SETTINGS } from '../baseline/materials.ts';
import { TOOL_CHAIN_PORTS, processGround } from '../baseline/process-ground.ts';
import { ToolChain, type Style, type ToolReader } from '../baseline/tool-chain.ts';
import { buildChaincode } from '../lib/build-chaincode.ts';
import { importProgram } from '../lib/bundle.ts';
import { Instance } from '../lib/instance.ts';
import { freePorts } from '../lib/ports.ts';
import { partMeasures, secondsOf, type Outcome } from '../lib/result.ts';
import { CHANNEL, SAMPLE, createSampleChain, uploadSample } from '../lib/sample-chain.ts';
import { withFolder } from '../lib/scratch.ts';
import { Stopwatch, merged, type Times } from '../lib/stopwatch.ts';
import type { InstanceKeys } from '../programs/instance-keys.ts';
import type { readableOnEvery, Reader } from '../programs/readers.ts';
import type { Context } from './context.ts';

const ASSET = ['asset1', 'Ada', 'blue', '5'];
const STYLES = {
  tools: { ordering: SAMPLE_SETTINGS, together: false },
  harness: { ordering: QUICK_SETTINGS, together: true },
};

interface Bench {
  readonly folder: string;
  readonly tools: FabricCommands;
  /** The built chaincode. */
  readonly program: string;
  readonly instance: Instance;
  readonly keys: InstanceKeys;
  readonly readableOnEvery: typeof readableOnEvery;
  readonly sourceId: SourceId;
}

/** From nothing to a transaction that every peer can return, with Heddle's API and with Fabric's tools in turn. */
export function firstTransaction({ env, rounds, signal, print }: Context): Promise<Outcome> {
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
      const samples = await measure(bench, { rounds, print });
      await keys.close();
      return outcome(samples);
    } finally {
      await instance.stop();
    }
  });
}

type Samples = Record<'ours' | 'tools' | 'harness', Times[]>;

/** The first round builds the chaincode and warms up both sides. It does not count. */
async function measure(bench: Bench, { rounds, print }: Pick<Context, 'rounds' | 'print'>): Promise<Samples> {
  const samples: Samples = { ours: [], tools: [], harness: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const ours = await byHeddle(bench, `bench${round}`);
    const harness = await byTools(bench, STYLES.harness);
    const tools = round === 0 ? {} : await byTools(bench, STYLES.tools);
    if (round === 0) continue;
    samples.ours.push(ours);
    samples.harness.push(harness);
    samples.tools.push(tools);
    print(
      `round ${round}: Heddle ${ours['all'] ?? 0} ms, tools ${tools['all'] ?? 0} ms, harness ${harness['all'] ?? 0} ms`,
    );
  }
  return samples;
}

async function byHeddle({ instance, keys, readableOnEvery, sourceId }: Bench, name: string): Promise<Times> {
  const watch = new Stopwatch();
  const { chain, chaincode, operations } = await createSampleChain(instance, { name, sourceId, watch });
  await instance.client.ask(api.chaincodes.invoke, { params: chaincode, body: { fn: 'CreateAsset', args: ASSET } });
  watch.lap('invoke');
  const question = { channel: CHANNEL, chaincode: SAMPLE, fn: 'ReadAsset', args: ASSET.slice(0, 1) };
  await readableOnEvery(await keys.readers(chain.id), question);
  watch.lap('read');
  const times = watch.stop();
  const steps = await Promise.all(operations.map((id) => instance.stepTimes(id)));
  await instance.release(chain);
  return merged([times, ...steps]);
}

async function byTools({ folder, tools, program, readableOnEvery }: Bench, style: Style): Promise<Times> {
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

/** Reads the files of a reader. */
function opened({ tlsRootCertificate, certificate, privateKey, ...reader }: ToolReader): Reader {
  const text = (path: string) => readFileSync(path, 'utf8');
  return {
    ...reader,
    hostName: 'localhost',
    tlsRootCertificate: text(tlsRootCertificate),
    certificate: text(certificate),
    privateKey: text(privateKey),
  };
}

function outcome(samples: Samples): Outcome {
  const { ours, tools, harness } = samples;
  return {
    measures: [
      {
        what: 'from POST /chains to readable on every peer',
        unit: 's',
        ours: secondsOf(ours, 'all'),
        baseline: secondsOf(tools, 'all'),
        limit: { of: 'ratio', most: 0.35 },
      },
      ...partMeasures(['chain', 'channel', 'chaincode', 'invoke', 'read'], { ours, tools }),
      {
        what: 'against a harness that waits for conditions',
        unit: 's',
        ours: secondsOf(ours, 'all'),
        baseline: secondsOf(harness, 'all'),
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
