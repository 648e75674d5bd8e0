import type { ClusterNode } from '@heddle/contracts';
import type { V1Node, V1Pod } from '@kubernetes/client-node';
import { allowedOr } from './allowed-or';
import type { ClusterApi } from './cluster-api';
import { nodeUsage, type NodeUsage } from './node-usage';
import { plus, podRequests } from './pod-requests';
import { cpuMillis, memoryBytes, parseQuantity } from './quantity';

/** Page size: a cluster may have tens of thousands of pods. */
const PAGE = 500;

interface Page<Item> {
  readonly items: readonly Item[];
  readonly metadata?: { readonly _continue?: string };
}

async function allPages<Item>(
  list: (page: { limit: number; _continue?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const all: Item[] = [];
  let position: string | undefined;
  do {
    const page = await list({ limit: PAGE, ...(position !== undefined && { _continue: position }) });
    all.push(...page.items);
    position = page.metadata?._continue;
  } while (position !== undefined && position !== '');
  return all;
}

/** Pods that run on the cluster, or are about to. */
export async function listPods({ core }: ClusterApi): Promise<V1Pod[]> {
  const fieldSelector = 'status.phase!=Succeeded,status.phase!=Failed';
  return allowedOr(
    allPages((page) => core.listPodForAllNamespaces({ ...page, fieldSelector })),
    [],
  );
}

/** The cluster's nodes with their capacity, what the given pods request of them, and what is used right now. */
export async function listNodes(api: ClusterApi, pods: readonly V1Pod[]): Promise<ClusterNode[]> {
  const nodes = await allowedOr(
    allPages((page) => api.core.listNode(page)),
    [],
  );
  const usage = await nodeUsage(api, nodes.filter(isReady).map(nameOf));
  return nodes.map((node) => {
    const own = pods.filter(({ spec }) => spec?.nodeName === nameOf(node));
    return describe(node, own, usage.get(nameOf(node)) ?? null);
  });
}

function describe(node: V1Node, pods: readonly V1Pod[], used: NodeUsage | null): ClusterNode {
  const { allocatable = {}, nodeInfo } = node.status ?? {};
  const requests = pods.flatMap(({ spec }) => (spec === undefined ? [] : [podRequests(spec)]));
  return {
    name: nameOf(node),
    ready: isReady(node),
    reason: reasonOf(node),
    version: nodeInfo?.kubeletVersion ?? '',
    capacity: {
      cpuMillis: cpuMillis(allocatable['cpu']),
      memoryBytes: memoryBytes(allocatable['memory']),
      pods: parseQuantity(allocatable['pods']),
    },
    requested: { ...requests.reduce(plus, { cpuMillis: 0, memoryBytes: 0 }), pods: pods.length },
    used,
  };
}

const nameOf = ({ metadata }: V1Node) => metadata?.name ?? '';

const conditionsOf = ({ status }: V1Node) => status?.conditions ?? [];

const isReady = (node: V1Node) => conditionsOf(node).some(({ type, status }) => type === 'Ready' && status === 'True');

/** Why a node accepts no pods, or soon will not; null when it does. */
function reasonOf(node: V1Node): string | null {
  const ready = conditionsOf(node).find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True') return ready?.message ?? 'It has not said that it is ready.';
  if (node.spec?.unschedulable === true) return 'It is cordoned and takes no new pods.';
  const pressure = conditionsOf(node).find(({ type, status }) => type !== 'Ready' && status === 'True');
  return pressure === undefined ? null : (pressure.message ?? pressure.type);
}
