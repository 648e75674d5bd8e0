import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { OFFLINE_BUILDS, warmBuildCaches } from '../../cluster/build-caches.mjs';
import { fromRoot } from '../../lib/root.mjs';
import { ClusterGround } from '../baseline/cluster-ground.mjs';
import { FabricCommands } from '../baseline/fabric-commands.mjs';
import { SAMPLE_SETTINGS } from '../baseline/materials.mjs';
import { ToolChain } from '../baseline/tool-chain.mjs';
import { buildChaincode } from '../lib/build-chaincode.mjs';
import { importProgram } from '../lib/bundle.mjs';
import { withCluster } from '../lib/cluster.mjs';
import { Instance } from '../lib/instance.mjs';
import { createSampleChain, uploadSample } from '../lib/sample-chain.mjs';
import { withFolder } from '../lib/scratch.mjs';
import { median } from '../lib/statistics.mjs';
import { Stopwatch } from '../lib/stopwatch.mjs';

const ASSET = ['asset1', 'Ada', 'blue', '5'];
const STYLE = { ordering: SAMPLE_SETTINGS, together: false };
const PARTS = ['chain', 'channel', 'chaincode', 'invoke'];

/**
 * From nothing to a committed transaction on a cluster, with Heddle's API and with kubectl and Fabric's tools in turn.
 * @param {import('./index.mjs').Context} context
 * @returns {Promise<import('../lib/result.mjs').Outcome>}
 */
export function firstTransactionK8s(context) {
  return withFolder((folder) =>
    withCluster(context, async (cluster) => {
      const { signal } = context;
      const { env, volume } = cluster;
      const program = await buildChaincode(folder, env);
      await warmBuildCaches(volume.folder, env);
      const instance = await Instance.start(folder, { env, signal }, { HEDDLE_SHARED: volume.folder });
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

/**
 * @typedef {object} Bench
 * @property {import('../lib/cluster.mjs').Cluster} cluster
 * @property {string} folder
 * @property {string} program the built chaincode
 * @property {Instance} instance
 * @property {AbortSignal} signal
 * @property {string} sourceId
 * @property {FabricCommands} tools
 * @property {any} yaml the program chain-yaml
 *
 * @typedef {Record<string, number>} Times
 */

/**
 * @param {Instance} instance
 * @param {import('../lib/cluster.mjs').Cluster} cluster
 */
async function register({ rest }, { kubeconfig, volume: { server, path } }) {
  await rest.post('/clusters', {
    name: 'bench',
    source: { type: 'kubeconfig', kubeconfig },
    settings: {
      reachability: 'port_forward',
      shared: { type: 'nfs', server, path },
      buildEnvironment: OFFLINE_BUILDS,
    },
  });
}

/**
 * The first round builds the chaincode and warms up both sides. It does not count.
 * @param {Bench} bench
 * @param {import('./index.mjs').Context} context
 */
async function measure(bench, { rounds, print }) {
  /** @type {{ ours: Times[], tools: Times[] }} */
  const samples = { ours: [], tools: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const ours = await byHeddle(bench, `bench${round}`);
    const tools = await byTools(bench);
    print(
      `${round === 0 ? 'warm-up' : `round ${round}`}: Heddle ${ours['all']} ms, kubectl and tools ${tools['all']} ms`,
    );
    if (round === 0) continue;
    samples.ours.push(ours);
    samples.tools.push(tools);
  }
  return samples;
}

/**
 * @param {Bench} bench
 * @param {string} name
 * @returns {Promise<Times>}
 */
async function byHeddle({ instance, sourceId }, name) {
  const watch = new Stopwatch();
  const lap = (/** @type {string} */ part) => watch.lap(part);
  const place = { runtime: 'kubernetes', cluster: 'bench' };
  const { chain, chaincodePath, operations } = await createSampleChain(instance, { name, sourceId, place, lap });
  await instance.rest.post(`${chaincodePath}/invoke`, { fn: 'CreateAsset', args: ASSET });
  watch.lap('invoke');
  const times = watch.stop();
  const steps = await Promise.all(operations.map((id) => instance.stepTimes(id)));
  await instance.release(chain);
  return Object.assign(times, ...steps);
}

/**
 * @param {Bench} bench
 * @returns {Promise<Times>}
 */
async function byTools({ cluster, folder, program, tools, yaml, signal }) {
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

/**
 * @param {{ ours: Times[], tools: Times[] }} samples
 * @returns {import('../lib/result.mjs').Outcome}
 */
function outcome(samples) {
  /**
   * @param {Times[]} times
   * @param {string} part
   */
  const seconds = (times, part) => median(times.map((time) => time[part] ?? Number.NaN)) / 1000;
  const { ours, tools } = samples;
  return {
    measures: [
      {
        what: 'from POST /chains to a committed transaction',
        unit: 's',
        ours: seconds(ours, 'all'),
        baseline: seconds(tools, 'all'),
        limit: { of: 'ratio', most: 0.6 },
      },
      ...PARTS.map((part) => ({
        what: `  of it: ${part}`,
        unit: 's',
        ours: seconds(ours, part),
        baseline: seconds(tools, part),
        limit: null,
      })),
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
