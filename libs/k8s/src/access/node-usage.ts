import type { ClusterNode } from '@heddle/contracts';
import { z } from 'zod';
import { allowedOr } from './allowed-or';
import type { ClusterApi } from './cluster-api';
import { mapInTurn } from './in-turn';
import { cpuMillis, memoryBytes } from './quantity';

export type NodeUsage = NonNullable<ClusterNode['used']>;

/** `metrics.k8s.io/v1beta1`, type NodeMetricsList. */
const NodeMetricsList = z.object({
  items: z.array(
    z.object({ metadata: z.object({ name: z.string() }), usage: z.object({ cpu: z.string(), memory: z.string() }) }),
  ),
});

/** The kubelet's `/stats/summary` (`k8s.io/kubelet/pkg/apis/stats/v1alpha1`). */
const Summary = z.object({
  node: z.object({
    cpu: z.object({ usageNanoCores: z.number() }),
    memory: z.object({ workingSetBytes: z.number() }),
  }),
});

/** Kubelets queried at the same time. */
const CONCURRENCY = 4;

/** What each node uses right now, by name, as far as the metrics API or the kubelets report it. */
export async function nodeUsage(api: ClusterApi, nodes: readonly string[]): Promise<ReadonlyMap<string, NodeUsage>> {
  return (await allowedOr(fromMetricsApi(api), null)) ?? fromKubelets(api, nodes);
}

async function fromMetricsApi({ config }: ClusterApi): Promise<ReadonlyMap<string, NodeUsage>> {
  const { CustomObjectsApi } = await import('@kubernetes/client-node');
  const list: unknown = await config
    .makeApiClient(CustomObjectsApi)
    .listClusterCustomObject({ group: 'metrics.k8s.io', version: 'v1beta1', plural: 'nodes' });
  const { items } = NodeMetricsList.parse(list);
  return new Map(
    items.map(({ metadata, usage }) => [
      metadata.name,
      { cpuMillis: cpuMillis(usage.cpu), memoryBytes: memoryBytes(usage.memory) },
    ]),
  );
}

async function fromKubelets(api: ClusterApi, nodes: readonly string[]): Promise<ReadonlyMap<string, NodeUsage>> {
  const answers = await mapInTurn(nodes, CONCURRENCY, async (name) => ({ name, usage: await fromKubelet(api, name) }));
  return new Map(answers.flatMap(({ name, usage }) => (usage === null ? [] : [[name, usage]])));
}

async function fromKubelet({ core }: ClusterApi, name: string): Promise<NodeUsage | null> {
  const answer: unknown = await allowedOr(core.connectGetNodeProxyWithPath({ name, path: 'stats/summary' }), '');
  const summary = Summary.safeParse(typeof answer === 'string' && answer !== '' ? JSON.parse(answer) : answer);
  // A node that has just started has measured nothing yet.
  if (!summary.success) return null;
  const { cpu, memory } = summary.data.node;
  return { cpuMillis: Math.round(cpu.usageNanoCores / 1e6), memoryBytes: memory.workingSetBytes };
}
