import { MaintenanceFailedError, NodeRunningError, type NodeRef } from '@heddle/runtime';
import type { Manifest } from '@heddle/manifests';
import { randomBytes } from 'node:crypto';
import { CHAIN_LABEL } from '../../names';
import type { ClusterCalls } from '../requests/cluster-calls';
import { endMaintenance, MAINTAINS_LABEL } from './end-maintenance';
import { isHeld, labelSelectorOf, nodeWorkload, type NodeWorkload } from './node-workloads';
import { PODS } from '../requests/resource-path';
import { runPod } from './run-pod';

const KEPT_LINES = 20;
/** Fields of a container that only make sense while it serves. */
const OF_SERVERS = new Set(['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'ports']);

interface Container {
  readonly name: string;
  readonly [field: string]: unknown;
}

interface PodTemplate {
  readonly spec: { readonly containers: readonly Container[]; readonly [field: string]: unknown };
}

/**
 * Runs the program of a stopped node once, with other arguments, in a pod created from the node's own template. The pod
 * belongs to the node's workload, so it is deleted with it, and is found by its label when its caller crashed.
 *
 * @throws NodeUnknownError, NodeRunningError, MaintenanceFailedError
 */
export async function maintainNode(
  calls: ClusterCalls,
  ref: NodeRef,
  args: readonly string[],
): Promise<readonly string[]> {
  const workload = await nodeWorkload(calls, ref);
  if (!isHeld(workload) || (await hasPods(calls, ref, workload))) throw new NodeRunningError(ref.name);
  const selector = { chainId: ref.chainId, names: [ref.name] };
  await endMaintenance(calls, selector);
  const pod = maintenancePod(workload, args);
  const { succeeded, lines } = await runPod(calls, pod, `${ref.name}: ${args.join(' ')}`);
  if (!succeeded) throw new MaintenanceFailedError(ref.name, args, lines.slice(-KEPT_LINES));
  return lines;
}

async function hasPods(calls: ClusterCalls, ref: NodeRef, { namespace }: NodeWorkload): Promise<boolean> {
  const labelSelector = labelSelectorOf({ chainId: ref.chainId, names: [ref.name] });
  return (await calls.list(PODS, { namespace, labelSelector, contents: 'metadata' })).length > 0;
}

/** The node's pod with other arguments: without probes, ports and restarts. */
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
