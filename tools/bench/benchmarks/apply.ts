import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fromRoot } from '../../lib/root.mjs';
import { importProgram } from '../lib/bundle.ts';
import { withCluster, type Cluster } from '../lib/cluster.ts';
import type { Outcome } from '../lib/result.ts';
import { withFolder } from '../lib/scratch.ts';
import { median, rounded } from '../lib/statistics.ts';
import { timed } from '../lib/timed.ts';
import type { Chains } from '../programs/apply.ts';
import type { Context } from './context.ts';

const MANY = 50;
const SOME = 10;
const MEGABYTE = 2 ** 20;

/**
 * Renders and applies the objects of a chain with libs/k8s and with kubectl in turn, then applies fifty chains one
 * after the other. No pod is started and no volume is provisioned.
 */
export function apply(context: Context): Promise<Outcome> {
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
      const bench = { chains, cluster, folder, made: [] as string[] };
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

interface Bench {
  readonly chains: Chains;
  readonly cluster: Cluster;
  readonly folder: string;
  readonly made: string[];
}

/** Each round creates two chains that differ only in their ids. The first round is a warm-up and does not count. */
async function inTurn(bench: Bench, { rounds, signal, print }: Context) {
  const samples: { ours: number[]; kubectl: number[]; objects: number } = { ours: [], kubectl: [], objects: 0 };
  for (let round = 0; round <= rounds; round += 1) {
    signal.throwIfAborted();
    const first = round % 2 === 0 ? await byHeddle(bench) : undefined;
    const { kubectl, objects } = await byKubectl(bench);
    const ours = first ?? (await byHeddle(bench));
    await removeAll(bench.cluster, bench.made.splice(0));
    if (round === 0) continue;
    samples.ours.push(ours);
    samples.kubectl.push(kubectl);
    samples.objects = objects;
    print(`round ${round}: libs/k8s ${ours.toFixed(0)} ms, kubectl ${kubectl.toFixed(0)} ms`);
  }
  return samples;
}

async function byHeddle({ chains, made }: Bench): Promise<number> {
  const chain = await chains.plan();
  made.push(chain.chainId);
  return timed(() => chains.apply(chain));
}

async function byKubectl({ chains, cluster, folder, made }: Bench): Promise<{ kubectl: number; objects: number }> {
  const chain = await chains.plan();
  made.push(chain.chainId);
  const file = join(folder, 'chain.yaml');
  const yaml = await chains.yaml(chain);
  writeFileSync(file, yaml);
  const kubectl = await timed(() => cluster.kubectl(['apply', '--server-side', '-f', file]));
  return { kubectl, objects: yaml.split('\n---\n').length };
}

async function fifty({ chains, made }: Bench, { signal, print }: Context) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const memory = () => {
    collect();
    const { rss, heapUsed } = process.memoryUsage();
    return { rss: rss / MEGABYTE, heap: heapUsed / MEGABYTE };
  };
  const times: number[] = [];
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

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

async function removeAll({ kubectl }: Cluster, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const chains = ['-l', `heddle.dev/chain in (${ids.join(',')})`, '--ignore-not-found'];
  await kubectl(['delete', 'namespace', ...chains]);
  await kubectl(['delete', 'persistentvolume', ...chains]);
}

function outcome(
  turns: Awaited<ReturnType<typeof inTurn>>,
  { times, before, atSome, after }: Awaited<ReturnType<typeof fifty>>,
): Outcome {
  const perChain = (count: number) => mean(times.slice(0, count));
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
