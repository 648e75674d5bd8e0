import {
  parseBlockHeights,
  RuntimeError,
  type NodeObservation,
  type NodeRef,
  type NodeSelector,
} from '@heddle/runtime';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterContext } from '../cluster-context';
import { NODE_ID_ANNOTATION, serviceHost } from '../names';
import type { ChainFeed } from './chain-feed';
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

/** Reads a node's Prometheus metrics. */
export type MetricsOf = (node: NodeRef) => Promise<string | undefined>;

/** A busy node must not delay the observation of all the others. */
const ANSWER_MS = 3_000;

/** A node's ledger heights; none if it does not respond, or the cluster does not allow the request. */
async function heightsOf(
  { node, reason }: ExplainedNode,
  chainId: string,
  metricsOf: MetricsOf,
): Promise<Record<string, number>> {
  if (!('operations' in portsOf(node)) || node.pod === undefined || reason.state !== 'running') return {};
  const late = delay(ANSWER_MS, undefined, { ref: false });
  try {
    return parseBlockHeights((await Promise.race([metricsOf({ chainId, name: node.name }), late])) ?? '');
  } catch (error) {
    if (error instanceof RuntimeError) return {};
    throw error;
  }
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

export interface ObserveContext {
  readonly context: ClusterContext;
  /** Of the chain. */
  readonly feed: ChainFeed;
  readonly metricsOf: MetricsOf;
}

/** Everything that the cluster reports on the selected nodes, in order of name. */
export async function observeNodes(
  { context, feed, metricsOf }: ObserveContext,
  selector: NodeSelector,
): Promise<NodeObservation[]> {
  const { chainId } = selector;
  const nodes = nodesOf(await feed.current(), selector);
  const gatherer = new EvidenceGatherer(context, chainId);
  const [usage, explained] = await Promise.all([
    usageOf(context, chainId, nodes),
    Promise.all(nodes.map((node) => gatherer.explain(node))),
  ]);
  const heights = await Promise.all(explained.map((node) => heightsOf(node, chainId, metricsOf)));
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
