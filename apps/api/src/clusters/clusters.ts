import { Injectable } from '@nestjs/common';
import type { ClusterEntity } from '@heddle/data';
import { openCluster, OpenedClusters, type ClusterContext } from '@heddle/k8s';
import { Resources } from '../resources';
import { credentialsOf } from './cluster-source';

/** A registered cluster with its clients. */
export type OpenedCluster = Pick<ClusterContext, 'api' | 'name' | 'settings' | 'pullSecrets'>;

/** Registered clusters and their clients, opened when they are first needed. */
@Injectable()
export class Clusters {
  readonly #opened = new OpenedClusters<OpenedCluster>();

  constructor(private readonly resources: Resources) {}

  /**
   * The cluster that is registered under a name; nothing is asked of it yet.
   *
   * @throws RowNotFoundError, UnsealError
   */
  async clusterApi(name: string): Promise<OpenedCluster> {
    return this.opened(await this.resources.database.store.clusters.byName(name));
  }

  /** {@link clusterApi} of a row that was read already. */
  opened(row: ClusterEntity): Promise<OpenedCluster> {
    return this.#opened.get(row.id, row.configRevision, () => this.#open(row));
  }

  /** Lets go of a cluster that is registered no more. */
  forget(id: ClusterEntity['id']): Promise<void> {
    return this.#opened.forget(id);
  }

  async #open({ id, name, settings }: ClusterEntity): Promise<OpenedCluster> {
    const { database, sealer } = this.resources;
    const { kubeconfig, pullSecrets } = await database.store.clusters.credentials(id, sealer);
    return { api: await openCluster(credentialsOf(kubeconfig)), name, settings, pullSecrets };
  }
}
