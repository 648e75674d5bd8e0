import {
  monitoringTls,
  nodeMetrics,
  putLogSpec,
  type NodeRef,
  type OperationsAccessOf,
  type OperationsRequest,
} from '@heddle/runtime';
import { serviceHost } from '../names';
import type { ClusterReach } from './cluster-reach';
import { endpointOf } from './probe';

export interface OperationsContext {
  readonly reach: Pick<ClusterReach, 'dial'>;
  readonly operationsAccess: OperationsAccessOf;
}

/** A busy node answers late, and a port-forward needs more round trips than a direct connection. */
const ANSWER_MS = 3_000;

/**
 * A node's Prometheus metrics, by the cluster's way of reaching nodes; undefined while it does not give them. On every
 * way the server must have the certificate of the node's Service.
 *
 * @throws NodeUnknownError when the chain has no such node
 * @throws ClusterUnreachableError when there is no way to it
 */
export async function readNodeMetrics(
  context: OperationsContext,
  node: NodeRef,
  signal?: AbortSignal,
): Promise<string | undefined> {
  return nodeMetrics(await operationsOf(context, node, signal));
}

/** @throws LogLevelRefusedError, and as {@link readNodeMetrics} */
export async function setNodeLogSpec(
  context: OperationsContext,
  { node, spec }: { readonly node: NodeRef; readonly spec: string },
  signal?: AbortSignal,
): Promise<void> {
  await putLogSpec(node.name, spec, await operationsOf(context, node, signal));
}

async function operationsOf(
  { reach, operationsAccess }: OperationsContext,
  node: NodeRef,
  signal?: AbortSignal,
): Promise<Omit<OperationsRequest, 'path'>> {
  const [address, access] = await Promise.all([reach.dial(node, 'operations'), operationsAccess(node.chainId)]);
  const tls = access && { ...monitoringTls(access), serverName: serviceHost(node.chainId, node.name) };
  return { ...endpointOf(address), tls, timeoutMs: ANSWER_MS, ...(signal !== undefined && { signal }) };
}
