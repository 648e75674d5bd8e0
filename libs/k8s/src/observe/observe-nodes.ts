import type { NodeObservation, NodeSelector } from '@heddle/runtime';
import type { ClusterContext } from '../cluster-context';
import { NODE_ID_ANNOTATION, serviceHost } from '../names';
import { blockHeights } from './block-heights';
import { readChain } from './chain-view';
import { EvidenceGatherer, type ExplainedNode } from './gather-evidence';
import { nodesOf, type NodeView } from './node-view';
import { podUsage, type PodUsage } from './pod-usage';

function portsOf({ workload }: NodeView): Record<string, number> {
  const ports = workload.spec.template.spec.containers[0]?.ports ?? [];
  return Object.fromEntries(ports.map(({ name, containerPort }) => [name, containerPort]));
}

type Run = Pick<NodeObservation, 'incarnation' | 'startedAt' | 'restarts'>;

function runOf({ pod }: Pick<NodeView, 'pod'>): Run {
  const status = pod?.status.containerStatuses[0];
  const running = status?.state.running;
  if (pod === undefined || status === undefined || running === undefined) {
    return { incarnation: null, startedAt: null, restarts: status?.restartCount ?? 0 };
  }
  return {
    incarnation: `${pod.metadata.uid} ${status.containerID}`,
    startedAt: running.startedAt == null ? null : new Date(running.startedAt),
    restarts: status.restartCount,
  };
}

async function heightsOf(
  context: ClusterContext,
  chainId: string,
  { node, reason }: ExplainedNode,
): Promise<Record<string, number>> {
  const port = portsOf(node)['operations'];
  if (port === undefined || node.pod === undefined || reason.state !== 'running') return {};
  return blockHeights(context, { chainId, pod: node.pod.metadata.name, port });
}

async function usageOf(
  context: ClusterContext,
  chainId: string,
  nodes: readonly NodeView[],
): Promise<Map<string, PodUsage>> {
  const pods = nodes.flatMap(({ name, pod }) => {
    if (pod === undefined || runOf({ pod }).incarnation === null) return [];
    return [{ node: name, uid: pod.metadata.uid, name: pod.metadata.name, machine: pod.spec.nodeName }];
  });
  const usage = await podUsage(context, chainId, pods);
  return new Map(usage.flatMap((used, index) => [[pods[index]?.node ?? '', used]]));
}

/** Everything that the cluster reports on the selected nodes, in order of name. */
export async function observeNodes(context: ClusterContext, selector: NodeSelector): Promise<NodeObservation[]> {
  const { chainId } = selector;
  const nodes = nodesOf(await readChain(context, chainId), selector);
  const gatherer = new EvidenceGatherer(context, chainId);
  const [usage, explained] = await Promise.all([
    usageOf(context, chainId, nodes),
    Promise.all(nodes.map((node) => gatherer.explain(node))),
  ]);
  const heights = await Promise.all(explained.map((node) => heightsOf(context, chainId, node)));
  return explained.map(({ node, reason }, index) => ({
    id: node.workload.metadata.annotations[NODE_ID_ANNOTATION] ?? '',
    chainId,
    name: node.name,
    kind: node.kind,
    organization: node.organization,
    state: reason.state,
    reason: reason.sentence,
    pid: null,
    ...runOf(node),
    ...(usage.get(node.name) ?? { cpuPercent: null, memoryBytes: null }),
    blockHeights: heights[index] ?? {},
    addresses: Object.fromEntries(
      Object.entries(portsOf(node)).map(([name, port]) => [name, `${serviceHost(chainId, node.name)}:${port}`]),
    ),
  }));
}
