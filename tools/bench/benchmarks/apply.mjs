import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fromRoot } from '../../lib/root.mjs';
import { importProgram } from '../lib/bundle.mjs';
import { withCluster } from '../lib/cluster.mjs';
import { withFolder } from '../lib/scratch.mjs';
import { median, rounded } from '../lib/statistics.mjs';

const MANY = 50;
const SOME = 10;
const MEGABYTE = 2 ** 20;

/**
 * Renders and applies the objects of a chain with libs/k8s and with kubectl in turn, then applies fifty chains one
 * after the other. No pod is started and no volume is provisioned.
 * @param {import('./index.mjs').Context} context
 * @returns {Promise<import('../lib/result.mjs').Outcome>}
 */
export function apply(context) {
  return withFolder((folder) =>
    withCluster(context, async (cluster) => {
      const { env, kubeconfig, volume } = cluster;
      const { Chains } = await importProgram('apply');
      const chains = await Chains.open({
        kubeconfig,
        volume: { server: volume.server, path: volume.path },
        templates: fromRoot('templates'),
        sampleConfig: join(env['FABRIC_HOME'] ?? '', 'config'),
        kept: join(folder, 'kept'),
        idle: true,
      });
      const bench = { chains, cluster, folder, made: /** @type {string[]} */ ([]) };
      try {
        const turns = await inTurn(bench, context);
        const many = await fifty(bench, context);
        return outcome(turns, many);
      } finally {
        await chains.close();
        await removeAll(cluster, bench.made);
      }
    }),
  );
}

/** @typedef {{ chains: any, cluster: import('../lib/cluster.mjs').Cluster, folder: string, made: string[] }} Bench */

/**
 * Each round creates two chains that differ only in their ids. The first round is a warm-up and does not count.
 * @param {Bench} bench
 * @param {import('./index.mjs').Context} context
 */
async function inTurn(bench, { rounds, signal, print }) {
  /** @type {{ ours: number[], kubectl: number[], objects: number }} */
  const samples = { ours: [], kubectl: [], objects: 0 };
  for (let round = 0; round <= rounds; round += 1) {
    signal.throwIfAborted();
    const sides = [() => byHeddle(bench), () => byKubectl(bench)];
    const [first, second] = round % 2 === 0 ? sides : sides.toReversed();
    const results = { .../** @type {object} */ (await first?.()), .../** @type {object} */ (await second?.()) };
    const { ours, kubectl, objects } = /** @type {{ ours: number, kubectl: number, objects: number }} */ (results);
    await removeAll(bench.cluster, bench.made.splice(0));
    if (round === 0) continue;
    samples.ours.push(ours);
    samples.kubectl.push(kubectl);
    samples.objects = objects;
    print(`round ${round}: libs/k8s ${ours.toFixed(0)} ms, kubectl ${kubectl.toFixed(0)} ms`);
  }
  return samples;
}

/** @param {Bench} bench */
async function byHeddle({ chains, made }) {
  const chain = await chains.plan();
  made.push(chain.chainId);
  return { ours: await timed(() => chains.apply(chain)) };
}

/** @param {Bench} bench */
async function byKubectl({ chains, cluster, folder, made }) {
  const chain = await chains.plan();
  made.push(chain.chainId);
  const file = join(folder, 'chain.yaml');
  const yaml = await chains.yaml(chain);
  writeFileSync(file, yaml);
  const kubectl = await timed(() => cluster.kubectl(['apply', '--server-side', '-f', file]));
  return { kubectl, objects: yaml.split('\n---\n').length };
}

/**
 * @param {Bench} bench
 * @param {import('./index.mjs').Context} context
 */
async function fifty({ chains, made }, { signal, print }) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const memory = () => {
    collect();
    const { rss, heapUsed } = process.memoryUsage();
    return { rss: rss / MEGABYTE, heap: heapUsed / MEGABYTE };
  };
  /** @type {number[]} */
  const times = [];
  const before = memory();
  let atSome = before;
  for (let count = 1; count <= MANY; count += 1) {
    signal.throwIfAborted();
    const chain = await chains.plan();
    made.push(chain.chainId);
    times.push(await timed(() => chains.apply(chain)));
    if (count === SOME) atSome = memory();
  }
  const after = memory();
  print(`${MANY} chains: ${rounded(mean(times))} ms each, RSS ${rounded(before.rss)} to ${rounded(after.rss)} MiB`);
  return { times, before, atSome, after };
}

/** @param {() => Promise<unknown>} work */
async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** @param {readonly number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * @param {import('../lib/cluster.mjs').Cluster} cluster
 * @param {readonly string[]} ids
 */
async function removeAll({ kubectl }, ids) {
  if (ids.length === 0) return;
  const chains = ['-l', `heddle.dev/chain in (${ids.join(',')})`, '--ignore-not-found'];
  await kubectl(['delete', 'namespace', ...chains]);
  await kubectl(['delete', 'persistentvolume', ...chains]);
}

/**
 * @param {Awaited<ReturnType<typeof inTurn>>} turns
 * @param {Awaited<ReturnType<typeof fifty>>} many
 * @returns {import('../lib/result.mjs').Outcome}
 */
function outcome(turns, { times, before, atSome, after }) {
  const perChain = (/** @type {number} */ count) => mean(times.slice(0, count));
  return {
    measures: [
      {
        what: `render and apply the ${turns.objects} objects of a chain`,
        unit: 'ms',
        ours: median(turns.ours),
        baseline: median(turns.kubectl),
        limit: { of: 'ratio', most: 1 },
      },
      {
        what: `each of the last ${SOME} of ${MANY} chains, against each of the first ${SOME}`,
        unit: 'ms',
        ours: median(times.slice(-SOME)),
        baseline: median(times.slice(0, SOME)),
        limit: { of: 'ratio', most: 1.25 },
      },
      ...[1, SOME, MANY].map((count) => ({
        what: `  per chain, of ${count}`,
        unit: 'ms',
        ours: perChain(count),
        baseline: null,
        limit: null,
      })),
      {
        what: `heap retained by ${MANY - SOME} more chains`,
        unit: 'MiB',
        ours: after.heap - atSome.heap,
        baseline: null,
        limit: { of: 'ours', most: 8 },
      },
      {
        what: `  resident memory after ${MANY} chains, against before the first`,
        unit: 'MiB',
        ours: after.rss,
        baseline: before.rss,
        limit: null,
      },
    ],
    notes: [
      'Three orderers and four peers, with real identities; new chains each time. Ours renders, applies, and keeps the YAML',
      'in a running process as a worker does; kubectl apply --server-side gets a file of the same objects with another id.',
      'StatefulSets have 0 replicas, and ledgers use a storage class without a provisioner, so neither side starts pods.',
      'Memory is that of this process after a garbage collection. Identities are also created in it, outside of the timings.',
    ],
    samples: { turns, times, memory: { before, atSome, after } },
  };
}
