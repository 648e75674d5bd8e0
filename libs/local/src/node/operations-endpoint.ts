import { monitoringTls, nodeMetrics, NodeUnknownError, putLogSpec, type OperationsRequest } from '@heddle/runtime';
import type { LocalContext } from '../local-context';
import type { KnownNode } from './node-list';

type Place = Pick<LocalContext, 'host' | 'operationsAccess'>;

/** A node's Prometheus metrics; undefined if it has no operations port or does not answer. */
export async function metricsOf(node: KnownNode, place: Place, signal?: AbortSignal): Promise<string | undefined> {
  const endpoint = await endpointOf(node, place, signal);
  return endpoint && nodeMetrics(endpoint);
}

/** @throws LogLevelRefusedError */
export async function setLogSpec(node: KnownNode, spec: string, place: Place, signal?: AbortSignal): Promise<void> {
  const endpoint = await endpointOf(node, place, signal);
  const { chainId, name } = node.record;
  if (endpoint === undefined) throw new NodeUnknownError(chainId, name);
  await putLogSpec(name, spec, endpoint);
}

/** The node's operations endpoint as the chain's monitoring client; undefined if it has none. */
async function endpointOf(
  { record }: KnownNode,
  { host, operationsAccess }: Place,
  signal?: AbortSignal,
): Promise<Omit<OperationsRequest, 'path'> | undefined> {
  const port = record.ports['operations'];
  if (port === undefined) return undefined;
  const access = await operationsAccess(record.chainId);
  const tls = access && monitoringTls(access);
  return { host, port, tls, ...(signal !== undefined && { signal }) };
}
