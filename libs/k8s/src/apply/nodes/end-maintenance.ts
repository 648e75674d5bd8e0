import type { NodeSelector } from '@heddle/runtime';
import { chainSelector, namespaceOf } from '../../names';
import type { ClusterCalls } from '../requests/cluster-calls';
import { endPods } from './end-pods';

/** On a pod that runs a node's program once: the node's name. Without the node label, it is not taken for the node. */
export const MAINTAINS_LABEL = 'heddle.dev/maintains';

/** Ends maintenance of the selected nodes that a crashed caller left behind: it still mounts the nodes' volumes. */
export async function endMaintenance(calls: ClusterCalls, { chainId, names }: NodeSelector): Promise<void> {
  const whose = names === undefined ? MAINTAINS_LABEL : `${MAINTAINS_LABEL} in (${names.join(',')})`;
  const labelSelector = `${chainSelector(chainId)},${whose}`;
  await endPods(calls, { namespace: namespaceOf(chainId), labelSelector, graceMs: 0 });
}
