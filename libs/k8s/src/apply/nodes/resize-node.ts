import type { PodResources } from '@heddle/contracts';
import type { NodeRef } from '@heddle/runtime';
import type { ClusterCalls } from '../requests/cluster-calls';
import type { LiveObject } from '../requests/live-object';
import { isHeld, nodeWorkload } from './node-workloads';
import { replacePods } from './start-stop';

interface PodSpec {
  readonly containers: readonly { readonly name: string; readonly resources?: unknown }[];
}

/** The pod template of a StatefulSet or Deployment. */
export function podSpecOf({ spec }: LiveObject): PodSpec {
  return (spec as { template: { spec: PodSpec } }).template.spec;
}

/**
 * Changes the resources of a node's pod; the pod of a running node is replaced, a stopped node stays stopped.
 * The patch names nothing but resources, so that server-side apply still owns all other fields.
 */
export async function resizeNode(calls: ClusterCalls, ref: NodeRef, resources: PodResources): Promise<void> {
  const workload = await nodeWorkload(calls, ref);
  const { type, live, namespace } = workload;
  const { requests, limits } = resources;
  const name = podSpecOf(live).containers[0]?.name;
  const containers = [{ name, resources: { requests, limits: { cpu: null, ...limits } } }];
  const change = () =>
    calls.patch(
      type,
      { name: live.metadata.name, namespace },
      { spec: { template: { spec: { containers } } } },
      'strategic',
    );
  if (isHeld(workload)) await change();
  else await replacePods(calls, workload, { change });
}
