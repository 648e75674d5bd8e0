import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { api, type Node } from '@heddle/contracts';
import { launchLayout } from '../../start/settings.ts';
import type { Started } from '../../start/supervised.ts';
import { FabricCommands } from '../baseline/fabric-commands.ts';
import { SAMPLE_SETTINGS } from '../baseline/materials.ts';
import { TOOL_CHAIN_PORTS, processGround } from '../baseline/process-ground.ts';
import { ToolChain, type Ground } from '../baseline/tool-chain.ts';
import { ORDERERS } from '../baseline/topology.ts';
import { buildChaincode } from '../lib/build-chaincode.ts';
import { cpuShares } from '../lib/cpu-time.ts';
import { Instance } from '../lib/instance.ts';
import { freePorts } from '../lib/ports.ts';
import type { Outcome } from '../lib/result.ts';
import { createSampleChain, uploadSample } from '../lib/sample-chain.ts';
import { withFolder } from '../lib/scratch.ts';
import { median } from '../lib/statistics.ts';
import type { Context } from './context.ts';

const WINDOW_MS = 60_000;
/** Time for a chain to come to rest after its last transaction. */
const SETTLE_MS = 30_000;
const ASSET = ['asset1', 'Ada', 'blue', '5'];
const KINDS = ['orderer', 'peer', 'chaincode'] as const;

/** Percent of one core by kind of process. */
type Shares = Record<string, number>;

/**
 * The cost of an unused chain: its nodes against the same nodes started with Fabric's settings, in the same
 * minute; and Heddle's processes with the chain against without it.
 */
export function idle({ env, rounds, signal, print }: Context): Promise<Outcome> {
  return withFolder(async (folder) => {
    const program = await buildChaincode(folder, env);
    const tools = new FabricCommands({ env, signal });
    const instance = await Instance.start(folder, { env, signal });
    const place = join(folder, 'tools');
    const ground = processGround(tools, { folder: place, ports: await freePorts(TOOL_CHAIN_PORTS), program });
    try {
      const product = Object.fromEntries(processesOf(instance.data).map(({ name, pid }) => [name, pid]));
      await delay(SETTLE_MS, undefined, { signal });
      const empty = sumOf(await cpuShares(product, WINDOW_MS, signal));
      const { chain, chaincode } = await createSampleChain(instance, {
        name: 'idle',
        sourceId: await uploadSample(instance),
      });
      await instance.client.ask(api.chaincodes.invoke, { params: chaincode, body: { fn: 'CreateAsset', args: ASSET } });
      await createToolChain(tools, ground);
      await delay(SETTLE_MS, undefined, { signal });
      const { items } = await instance.client.ask(api.nodes.list, { params: { chainId: chain.id } });
      const pids = { ...prefixed('product', product), ...nodePids(items), ...toolPids(ground.pids()) };
      const samples: Shares[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        const shares = await cpuShares(pids, WINDOW_MS, signal);
        const sample = {
          ...byKind('ours', shares),
          ...byKind('tools', shares),
          heddle: sumOf(shares, 'product') - empty,
        };
        samples.push(sample);
        print(
          `round ${round}: ${Object.entries(sample)
            .map(([name, share]) => `${name} ${share.toFixed(2)}%`)
            .join(', ')}`,
        );
      }
      return outcome(samples, empty);
    } finally {
      await ground.stop();
      await instance.stop();
    }
  });
}

async function createToolChain(tools: FabricCommands, ground: Ground): Promise<void> {
  const chain = new ToolChain(tools, { ground, style: { ordering: SAMPLE_SETTINGS, together: true } });
  await chain.createNodes();
  await chain.createChannel();
  await chain.deployChaincode();
  await chain.invoke(['CreateAsset', ...ASSET]);
}

const processesOf = (data: string) => JSON.parse(readFileSync(launchLayout(data).processes, 'utf8')) as Started[];

const prefixed = (prefix: string, values: Record<string, number>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix} ${name}`, value]));

const nodePids = (nodes: readonly Node[]) =>
  Object.fromEntries(nodes.map(({ name, kind, pid }) => [`ours ${kind} ${name}`, pid ?? Number.NaN]));

/** @param pids of orderers, peers and chaincode servers, in this order */
function toolPids(pids: readonly number[]): Record<string, number> {
  const nodes = pids.length - 2;
  const kindOf = (index: number) => (index < ORDERERS ? 'orderer' : index < nodes ? 'peer' : 'chaincode');
  return Object.fromEntries(pids.map((pid, index) => [`tools ${kindOf(index)} ${index}`, pid]));
}

const sumOf = (shares: Shares, prefix = '') =>
  Object.entries(shares).reduce((sum, [name, share]) => sum + (name.startsWith(prefix) ? share : 0), 0);

const byKind = (side: string, shares: Shares) =>
  Object.fromEntries(KINDS.map((kind) => [`${side} ${kind}`, sumOf(shares, `${side} ${kind}`)]));

/** @param empty share of Heddle's processes without a chain, in percent */
function outcome(samples: readonly Shares[], empty: number): Outcome {
  const share = (...names: readonly string[]) =>
    median(samples.map((sample) => names.reduce((sum, name) => sum + (sample[name] ?? 0), 0)));
  const unit = '% of a core';
  const nodes = (what: string, kinds: readonly string[]) => ({
    what,
    unit,
    ours: share(...kinds.map((kind) => `ours ${kind}`)),
    baseline: share(...kinds.map((kind) => `tools ${kind}`)),
    limit: null,
  });
  return {
    measures: [
      { ...nodes('three orderers and four peers at rest', ['orderer', 'peer']), limit: { of: 'ratio', most: 1.2 } },
      nodes('  of it: orderers', ['orderer']),
      nodes('  of it: peers', ['peer']),
      nodes('two chaincode servers', ['chaincode']),
      {
        what: 'Heddle’s API, workers and Redis, above their use without a chain',
        unit,
        ours: share('heddle'),
        baseline: null,
        limit: { of: 'ours', most: 1 },
      },
      { what: '  without a chain', unit, ours: empty, baseline: null, limit: null },
    ],
    notes: [
      `CPU time of ${WINDOW_MS / 1000} s, ${SETTLE_MS / 1000} s after the last transaction; both chains in the same windows.`,
      'Baseline: the same nodes and chaincode servers with the raft, gossip and batch settings of Fabric’s sample files.',
      'Nobody has the console open. Heddle reads the metrics of its nodes meanwhile, which is part of their share.',
    ],
    samples,
  };
}
