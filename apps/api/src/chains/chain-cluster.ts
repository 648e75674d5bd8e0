import type { ChainSpec, ChainWarning } from '@heddle/contracts';
import type { ClusterEntity, Store } from '@heddle/data';
import { invalidField } from '../errors/api-error';

/**
 * The cluster for a new chain; null for local chains.
 *
 * @throws ApiError `validation_failed` if none is registered under the name, or it did not answer the last test
 */
export async function assertCluster(
  store: Store,
  { cluster: name }: Pick<ChainSpec, 'cluster'>,
): Promise<ClusterEntity | null> {
  if (name === undefined) return null;
  const cluster = await store.clusters.findByName(name);
  if (cluster === null) throw invalidField('cluster', `is not registered; ${registered(await store.clusters.names())}`);
  if (cluster.state === 'unreachable') {
    const why = cluster.stateReason ?? 'its API server does not answer';
    throw invalidField('cluster', `cannot be reached (${why}); test its connection once it is available`);
  }
  return cluster;
}

/** Warnings about the choice of the cluster. */
export function clusterWarnings(cluster: ClusterEntity | null): ChainWarning[] {
  if (cluster === null) return [];
  const { name, state, stateReason, lastTest } = cluster;
  const advice = (lastTest?.warnings ?? []).map((message): ChainWarning => ({
    code: 'cluster_advice',
    params: { cluster: name },
    message,
  }));
  if (state !== 'limited') return advice;
  const reason = stateReason ?? 'permissions are missing';
  const message = `The cluster ${name} is limited: ${reason}`;
  return [{ code: 'limited_cluster', params: { cluster: name, reason }, message }, ...advice];
}

const registered = (names: readonly string[]): string =>
  names.length === 0 ? 'no cluster is registered yet' : `registered clusters: ${names.join(', ')}`;
