import { MaintenanceFailedError, NodeRunningError, type NodeRef } from '@heddle/runtime';
import type { Manifest } from '@heddle/manifests';
import { randomBytes } from 'node:crypto';
import { CHAIN_LABEL } from '../names';
import { ClusterCalls } from './cluster-calls';
import { endMaintenance, MAINTAINS_LABEL } from './end-maintenance';
import type { LiveObject } from './live-object';
import { isHeld, labelSelectorOf, nodeWorkload, type NodeWorkload } from './node-workloads';
import { objectPath, PODS } from './resource-path';
import { watchUntil } from './watch-until';

const KEPT_LINES = 20;
const CLEANING_MS = 30_000;
/** Fields of a container that only make sense while it serves. */
const OF_SERVERS = new Set(['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'ports']);

interface Container {
  readonly name: string;
  readonly [field: string]: unknown;
}

interface PodTemplate {
  readonly spec: { readonly containers: readonly Container[]; readonly [field: string]: unknown };
}

interface PodStatus {
  readonly phase?: string;
  readonly containerStatuses?: readonly {
    readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
  }[];
}

/** Reasons of a waiting container that time does not cure. */
const HOPELESS = /^(ErrImagePull|ImagePullBackOff|InvalidImageName|CreateContainerConfigError|CreateContainerError)$/;

/**
 * Runs the program of a node that is held down once, with other arguments, in a pod made from the node's own template.
 * The pod belongs to the node's workload, so that it goes with it, and is found by its label when its caller crashed.
 *
 * @throws NodeUnknownError, NodeRunningError, MaintenanceFailedError
 */
export async function maintainNode(calls: ClusterCalls, ref: NodeRef, args: readonly string[]): Promise<string[]> {
  const workload = await nodeWorkload(calls, ref);
  if (!isHeld(workload) || (await hasPods(calls, ref, workload))) throw new NodeRunningError(ref.name);
  const selector = { chainId: ref.chainId, names: [ref.name] };
  await endMaintenance(calls, selector);
  const pod = maintenancePod(workload, args);
  await calls.create(PODS, pod);
  try {
    return await outcomeOf(calls, pod, { node: ref.name, args });
  } finally {
    // Whoever gave the call up still wants the pod gone.
    const cleaning = new ClusterCalls(calls.context, { signal: AbortSignal.timeout(CLEANING_MS) });
    await cleaning.delete(PODS, pod.metadata.name, { namespace: workload.namespace, graceMs: 0 });
  }
}

async function hasPods(calls: ClusterCalls, ref: NodeRef, { namespace }: NodeWorkload): Promise<boolean> {
  const labelSelector = labelSelectorOf({ chainId: ref.chainId, names: [ref.name] });
  return (await calls.list(PODS, { namespace, labelSelector, contents: 'metadata' })).length > 0;
}

/** The node's pod with other arguments: without probes, ports and a second try. */
function maintenancePod({ live, node, chainId, namespace, type }: NodeWorkload, args: readonly string[]): Manifest {
  const { template } = live['spec'] as { template: PodTemplate };
  const [first] = template.spec.containers;
  const container = Object.entries(first ?? {}).filter(([field]) => !OF_SERVERS.has(field));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${node.slice(0, 40)}-maintenance-${randomBytes(4).toString('hex')}`,
      namespace,
      labels: { [CHAIN_LABEL]: chainId, [MAINTAINS_LABEL]: node },
      ownerReferences: [
        { apiVersion: type.apiVersion, kind: type.kind, name: live.metadata.name, uid: live.metadata.uid },
      ],
    } as Manifest['metadata'],
    spec: { ...template.spec, restartPolicy: 'Never', containers: [{ ...Object.fromEntries(container), args }] },
  };
}

async function outcomeOf(
  calls: ClusterCalls,
  { metadata: { name, namespace = '' } }: Manifest,
  { node, args }: { readonly node: string; readonly args: readonly string[] },
): Promise<string[]> {
  let last: LiveObject | undefined;
  await watchUntil(calls, {
    type: PODS,
    namespace,
    fieldSelector: `metadata.name=${name}`,
    waitingFor: ([pod]) => {
      last = pod;
      return pod === undefined || isOver(statusOf(pod)) ? null : `${node}: ${args.join(' ')}`;
    },
  });
  const status = last === undefined ? {} : statusOf(last);
  const problem = last === undefined ? 'Its pod was deleted by somebody else.' : hopelessness(status);
  if (problem !== undefined) throw new MaintenanceFailedError(node, args, [problem]);
  const lines = (await calls.text(`${objectPath(PODS, name, namespace)}/log`))
    .split('\n')
    .filter((line) => line !== '');
  if (status.phase !== 'Succeeded') throw new MaintenanceFailedError(node, args, lines.slice(-KEPT_LINES));
  return lines;
}

const statusOf = ({ status }: LiveObject): PodStatus => status ?? {};

const isOver = (status: PodStatus): boolean =>
  status.phase === 'Succeeded' || status.phase === 'Failed' || hopelessness(status) !== undefined;

function hopelessness({ containerStatuses = [] }: PodStatus): string | undefined {
  const waiting = containerStatuses[0]?.state?.waiting;
  if (waiting === undefined || !HOPELESS.test(waiting.reason ?? '')) return undefined;
  return `${waiting.reason ?? ''}: ${waiting.message ?? ''}`;
}
