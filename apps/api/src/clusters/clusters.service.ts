import { Injectable } from '@nestjs/common';
import type {
  Cluster,
  ClusterId,
  ClusterNode,
  ClusterSettings,
  ClusterSource,
  ClusterTest,
  InputOf,
  Page,
  PageQuery,
  RegisterCluster,
  api,
} from '@heddle/contracts';
import {
  NameTakenError,
  clusterView,
  clusterViews,
  type ClusterChange,
  type ClusterConnection,
  type ClusterEntity,
  type ClusterFinding,
  type ClusterSecrets,
} from '@heddle/data';
import { clusterError, listNodes, listPods, openCluster, testCluster } from '@heddle/k8s';
import { Idempotency } from '../requests/idempotency';
import { Resources } from '../resources';
import { assertReached, findingOf } from './cluster-finding';
import { credentialsOf, readSource } from './cluster-source';
import { Clusters } from './clusters';

/** A source after its connection test. */
interface Reached {
  readonly connection: ClusterConnection;
  readonly kubeconfig: ClusterSecrets['kubeconfig'];
  readonly finding: ClusterFinding;
}

@Injectable()
export class ClustersService {
  constructor(
    private readonly resources: Resources,
    private readonly clusters: Clusters,
    private readonly idempotency: Idempotency,
  ) {}

  /** @throws NameTakenError, KubeconfigRefusedError, ApiError `cluster_unreachable` */
  async register({ name, source, settings, pullSecrets }: RegisterCluster): Promise<Cluster> {
    const { database, sealer } = this.resources;
    if ((await database.store.clusters.findByName(name)) !== null) throw new NameTakenError('cluster', name);
    const { connection, kubeconfig, finding } = await reach(source, settings);
    const secrets = { kubeconfig, pullSecrets };
    return database.transaction(async (store) => {
      const row = await store.clusters.register({ name, connection, settings, secrets, finding }, sealer);
      const cluster = await clusterView(store, row);
      await this.idempotency.completeWithin(store, cluster);
      return cluster;
    });
  }

  list(query: PageQuery): Promise<Page<Cluster>> {
    return this.resources.database.snapshot(async (store) => {
      const { items, nextCursor } = await store.clusters.list(query);
      return { items: await clusterViews(store, items), nextCursor };
    });
  }

  get(id: ClusterId): Promise<Cluster> {
    return this.resources.database.snapshot(async (store) => clusterView(store, await store.clusters.get(id)));
  }

  /**
   * New credentials must reach the cluster; new settings are tested with the stored credentials.
   *
   * @throws RowNotFoundError, RevisionConflictError, KubeconfigRefusedError, ApiError `cluster_unreachable`
   */
  async update({ params: { clusterId }, body }: InputOf<typeof api.clusters.update>): Promise<Cluster> {
    const { database, sealer } = this.resources;
    const { source, settings, pullSecrets, revision } = body;
    const row = await database.store.clusters.get(clusterId);
    const tried = source === undefined ? undefined : await reach(source, settings ?? row.settings);
    const secrets = {
      ...(tried !== undefined && { kubeconfig: tried.kubeconfig }),
      ...(pullSecrets !== undefined && { pullSecrets }),
    };
    const change: ClusterChange = {
      ...(tried !== undefined && { connection: tried.connection, finding: tried.finding }),
      ...(tried === undefined && settings !== undefined && { finding: await this.#tested(row, settings) }),
      ...(settings !== undefined && { settings }),
      ...(Object.keys(secrets).length > 0 && { secrets }),
    };
    return database.transaction(async (store) =>
      clusterView(store, await store.clusters.change(clusterId, change, { sealer, revision })),
    );
  }

  /** Tests the connection and stores the result. @throws RowNotFoundError */
  async test(id: ClusterId): Promise<ClusterTest> {
    const { database } = this.resources;
    const row = await database.store.clusters.get(id);
    const finding = await this.#tested(row, row.settings);
    await database.transaction((store) => store.clusters.found(id, finding));
    return finding.test;
  }

  /** @throws RowNotFoundError, ClusterUnreachableError, ClusterRefusedError */
  async nodes(id: ClusterId): Promise<Page<ClusterNode>> {
    const { api: cluster } = await this.clusters.opened(await this.resources.database.store.clusters.get(id));
    try {
      return { items: await listNodes(cluster, await listPods(cluster)), nextCursor: null };
    } catch (error) {
      throw clusterError(error, { server: cluster.server, what: 'list the nodes of the cluster' });
    }
  }

  /** @throws RowNotFoundError, ClusterInUseError */
  async delete(id: ClusterId): Promise<void> {
    await this.resources.database.transaction((store) => store.clusters.remove(id));
    await this.clusters.forget(id);
  }

  async #tested(row: ClusterEntity, settings: ClusterSettings): Promise<ClusterFinding> {
    const { api: cluster } = await this.clusters.opened(row);
    return findingOf(await testCluster(cluster, settings));
  }
}

/** @throws KubeconfigRefusedError, ApiError `cluster_unreachable` */
async function reach(source: ClusterSource, settings: ClusterSettings): Promise<Reached> {
  const { connection, kubeconfig } = await readSource(source);
  const cluster = await openCluster(credentialsOf(kubeconfig));
  const finding = findingOf(await testCluster(cluster, settings));
  assertReached(finding);
  return { connection: { ...connection, server: cluster.server }, kubeconfig, finding };
}
