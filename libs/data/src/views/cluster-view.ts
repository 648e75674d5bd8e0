import type { Cluster } from '@heddle/contracts';
import type { ClusterEntity } from '../entities/cluster.entity';
import { statusOf } from '../entities/observed';
import type { Store } from '../store';

export function toCluster(row: ClusterEntity, chains: number): Cluster {
  const { id, name, sourceType, context, server, settings, pullSecretRegistries, version, lastTest } = row;
  const { revision, createdAt, updatedAt } = row;
  return {
    id,
    name,
    source: { type: sourceType, context },
    server,
    settings,
    pullSecretRegistries,
    status: statusOf(row),
    version,
    lastTest,
    chains,
    allowedActions: chains === 0 ? ['test', 'update', 'remove'] : ['test', 'update'],
    revision,
    createdAt,
    updatedAt,
  };
}

/** Views of several clusters in one query. */
export async function clusterViews(store: Store, rows: readonly ClusterEntity[]): Promise<Cluster[]> {
  const chains = await store.clusters.chainCounts(rows.map(({ name }) => name));
  return rows.map((row) => toCluster(row, chains.get(row.name) ?? 0));
}

export async function clusterView(store: Store, row: ClusterEntity): Promise<Cluster> {
  const chains = await store.clusters.chainCounts([row.name]);
  return toCluster(row, chains.get(row.name) ?? 0);
}
