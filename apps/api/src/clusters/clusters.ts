import { Injectable } from '@nestjs/common';
import type { ClusterEntity } from '@heddle/data';
import { openCluster, OpenedClusters, type ClusterContext } from '@heddle/k8s';
import { Resources } from '../resources';
import { credentialsOf } from './cluster-source';

/** A registered cluster with its clients. */
export type OpenedCluster = Pick<ClusterContext, 'api' | 'name' | 'settings' | 'pullSecrets'>;

/** Registered clusters and their clients, opened on first use. */
@Injectable()
export class Clusters {
  readonly #opened = new OpenedClusters<OpenedCluster>();

  constructor(private readonly resources: Resources) {}

  /**
   * The cluster with this name; no request is sent yet.
   *
   * @throws RowNotFoundError, UnsealError
   */
  async clusterApi(name: string): Promise<OpenedCluster> {
    return this.opened(await this.resources.database.store.clusters.byName(name));
  }

  /** {@link clusterApi} for a row that was already read. */
  opened(row: ClusterEntity): Promise<OpenedCluster> {
    return this.#opened.get(row.id, row.configRevision, () => this.#open(row));
  }

  /** Closes a cluster that is no longer registered. */
  forget(id: ClusterEntity['id']): Promise<void> {
    return this.#opened.forget(id);
  }

  async #open({ id, name, settings }: ClusterEntity): Promise<OpenedCluster> {
    const { database, sealer } = this.resources;
    const { kubeconfig, pullSecrets } = await database.store.clusters.credentials(id, sealer);
    return { api: await openCluster(credentialsOf(kubeconfig)), name, settings, pullSecrets };
  }
}
