import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { api, type SourceId } from '@heddle/contracts';
import { OFFLINE_BUILDS, warmBuildCaches } from '../../cluster/build-caches.ts';
import { fromRoot } from '../../lib/root.mjs';
import { ClusterGround } from '../baseline/cluster-ground.ts';
import { FabricCommands } from '../baseline/fabric-commands.ts';
import { SAMPLE_SETTINGS } from '../baseline/materials.ts';
import { ToolChain } from '../baseline/tool-chain.ts';
import { buildChaincode } from '../lib/build-chaincode.ts';
import { importProgram } from '../lib/bundle.ts';
import { withCluster, type Cluster } from '../lib/cluster.ts';
import { Instance } from '../lib/instance.ts';
import { partMeasures, secondsOf, type Outcome } from '../lib/result.ts';
import { createSampleChain, uploadSample } from '../lib/sample-chain.ts';
import { withFolder } from '../lib/scratch.ts';
import { Stopwatch, merged, type Times } from '../lib/stopwatch.ts';
import type * as chainYaml from '../programs/chain-yaml.ts';
import type { Context } from './context.ts';

const ASSET = ['asset1', 'Ada', 'blue', '5'];
const STYLE = { ordering: SAMPLE_SETTINGS, together: false };
const PARTS = ['chain', 'channel', 'chaincode', 'invoke'];

/**
 * From nothing to a committed transaction on a cluster, with Heddle's API and with kubectl and Fabric's tools in turn.
 */
export function firstTransactionK8s(context: Context): Promise<Outcome> {
  return withFolder((folder) =>
    withCluster(context, async (cluster) => {
      const { signal } = context;
      const { env, volume } = cluster;
      const program = await buildChaincode(folder, env);
      await warmBuildCaches(volume.folder, env);
      const instance = await Instance.start(folder, { env, signal }, { variables: { HEDDLE_SHARED: volume.folder } });
      try {
        await register(instance, cluster);
        const bench = {
          cluster,
          folder,
          program,
          instance,
          signal,
          sourceId: await uploadSample(instance),
          tools: new FabricCommands({ env, signal }),
          yaml: await importProgram('chain-yaml'),
        };
        return outcome(await measure(bench, context));
      } finally {
        await instance.stop();
      }
    }),
  );
}

interface Bench {
  readonly cluster: Cluster;
  readonly folder: string;
  /** The built chaincode. */
  readonly program: string;
  readonly instance: Instance;
  readonly signal: AbortSignal;
  readonly sourceId: SourceId;
  readonly tools: FabricCommands;
  /** The program chain-yaml. */
  readonly yaml: typeof chainYaml;
}

async function register({ client }: Instance, { kubeconfig, volume: { server, path } }: Cluster): Promise<void> {
  await client.ask(api.clusters.register, {
    body: {
      name: 'bench',
      source: { type: 'kubeconfig', kubeconfig },
      settings: {
        reachability: 'port_forward',
        shared: { type: 'nfs', server, path },
        buildEnvironment: OFFLINE_BUILDS,
      },
    },
  });
}

interface Samples {
  readonly ours: Times[];
  readonly tools: Times[];
}

/** The first round builds the chaincode and warms up both sides. It does not count. */
async function measure(bench: Bench, { rounds, print }: Context): Promise<Samples> {
  const samples: Samples = { ours: [], tools: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const ours = await byHeddle(bench, `bench${round}`);
    const tools = await byTools(bench);
    print(
      `${round === 0 ? 'warm-up' : `round ${round}`}: Heddle ${ours['all'] ?? 0} ms, kubectl and tools ${tools['all'] ?? 0} ms`,
    );
    if (round === 0) continue;
    samples.ours.push(ours);
    samples.tools.push(tools);
  }
  return samples;
}

async function byHeddle({ instance, sourceId }: Bench, name: string): Promise<Times> {
  const watch = new Stopwatch();
  const spec = { runtime: 'kubernetes', cluster: 'bench' } as const;
  const { chain, chaincode, operations } = await createSampleChain(instance, { name, sourceId, spec, watch });
  await instance.client.ask(api.chaincodes.invoke, { params: chaincode, body: { fn: 'CreateAsset', args: ASSET } });
  watch.lap('invoke');
  const times = watch.stop();
  const steps = await Promise.all(operations.map((id) => instance.stepTimes(id)));
  await instance.release(chain);
  return merged([times, ...steps]);
}

async function byTools({ cluster, folder, program, tools, yaml, signal }: Bench): Promise<Times> {
  const { env, kubeconfig, volume } = cluster;
  const place = {
    kubeconfig,
    volume: { server: volume.server, path: volume.path },
    templates: fromRoot('templates'),
    sampleConfig: join(env['FABRIC_HOME'] ?? '', 'config'),
    kept: folder,
    idle: false,
  };
  const ground = new ClusterGround({ cluster, yaml, place, chainId: randomUUID(), program, signal });
  try {
    const chain = new ToolChain(tools, { ground, style: STYLE });
    await chain.makeIdentities();
    await ground.prepare();
    const watch = new Stopwatch();
    await ground.startNodes();
    watch.lap('chain');
    await chain.makeBlock();
    await ground.share();
    await chain.createChannel();
    watch.lap('channel');
    await chain.deployChaincode();
    watch.lap('chaincode');
    await chain.invoke(['CreateAsset', ...ASSET]);
    watch.lap('invoke');
    return watch.stop();
  } finally {
    await ground.stop();
  }
}

function outcome(samples: Samples): Outcome {
  const { ours, tools } = samples;
  return {
    measures: [
      {
        what: 'from POST /chains to a committed transaction',
        unit: 's',
        ours: secondsOf(ours, 'all'),
        baseline: secondsOf(tools, 'all'),
        limit: { of: 'ratio', most: 0.6 },
      },
      ...partMeasures(PARTS, { ours, tools }),
    ],
    notes: [
      'Ours: the worker runs outside the cluster and reaches nodes by port-forward. Creating identities is included.',
      'Baseline: kubectl apply --server-side of the YAML that Heddle renders for that chain, until every pod is ready; then',
      'configtxgen, osnadmin and peer one after the other in one shell of a pod in the namespace, with the settings of the',
      'baseline of first-transaction. Not included: cryptogen’s identities, namespace, shared volume, tools pod.',
      'Chaincode is prebuilt on both sides and runs in pods of the same image from the same volume. Both sides start the pods.',
    ],
    samples,
  };
}
