import { monitoringTls, nodeMetrics } from '@heddle/runtime';
import type { LocalContext } from '../local-context';
import type { KnownNode } from './node-list';

/** A node's Prometheus metrics; undefined if it has no operations port or does not answer. */
export async function metricsOf(
  { record }: KnownNode,
  { host, operationsAccess }: Pick<LocalContext, 'host' | 'operationsAccess'>,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const port = record.ports['operations'];
  if (port === undefined) return undefined;
  const access = await operationsAccess(record.chainId);
  const tls = access && monitoringTls(access);
  return nodeMetrics({ host, port, tls, ...(signal !== undefined && { signal }) });
}
