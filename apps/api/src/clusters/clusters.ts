import { Injectable } from '@nestjs/common';
import type { ClusterEntity } from '@heddle/data';
import { openCluster, type ClusterContext } from '@heddle/k8s';
import { Resources } from '../resources';
import { credentialsOf } from './cluster-source';

/** A registered cluster with its clients. */
export type OpenedCluster = Pick<ClusterContext, 'api' | 'name' | 'settings' | 'pullSecrets'>;

interface Entry {
  readonly revision: number;
  readonly cluster: Promise<OpenedCluster>;
}

/** Registered clusters, each opened when it is first needed and anew when its registration has changed. */
@Injectable()
export class Clusters {
  readonly #open = new Map<ClusterEntity['id'], Entry>();

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
    const entry = this.#open.get(row.id);
    if (entry?.revision === row.configRevision) return entry.cluster;
    const cluster = this.#opened(row);
    this.#open.set(row.id, { revision: row.configRevision, cluster });
    // What could not be opened is tried again by whoever asks next.
    cluster.catch(() => this.#open.delete(row.id));
    return cluster;
  }

  /** Lets go of a cluster that is registered no more. */
  forget(id: ClusterEntity['id']): void {
    this.#open.delete(id);
  }

  async #opened({ id, name, settings }: ClusterEntity): Promise<OpenedCluster> {
    const { database, sealer } = this.resources;
    const { kubeconfig, pullSecrets } = await database.store.clusters.credentials(id, sealer);
    return { api: await openCluster(credentialsOf(kubeconfig)), name, settings, pullSecrets };
  }
}
