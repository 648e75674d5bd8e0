import type { ChainSpec } from '@heddle/contracts';
import type { ClusterEntity, Store } from '@heddle/data';
import { invalidField } from '../errors/api-error';

/**
 * The cluster that a chain is to run on; null for local chains.
 *
 * @throws ApiError `validation_failed` when none is registered under the name, or it did not answer last time
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
    throw invalidField('cluster', `cannot be reached (${why}); test its connection once it is back`);
  }
  return cluster;
}

/** What is allowed but unwise about the choice of the cluster, in sentences for a person. */
export function clusterWarnings(cluster: ClusterEntity | null): string[] {
  if (cluster === null) return [];
  const { name, state, stateReason, lastTest } = cluster;
  const limits =
    state === 'limited' ? [`The cluster ${name} is limited: ${stateReason ?? 'permissions are missing'}`] : [];
  return [...limits, ...(lastTest?.warnings ?? [])];
}

const registered = (names: readonly string[]): string =>
  names.length === 0 ? 'no cluster is registered yet' : `registered clusters: ${names.join(', ')}`;
