import { randomUUID } from 'node:crypto';
import {
  PullSecret,
  type ClusterId,
  type ClusterSettings,
  type ClusterSource,
  type ClusterState,
  type ClusterTest,
  type Page,
} from '@heddle/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { ClusterInUseError, NameTakenError, RowNotFoundError, UnknownClusterError } from '../data-error';
import { ChainEntity } from '../entities/chain.entity';
import { ClusterEntity, ClusterSecretsEntity } from '../entities/cluster.entity';
import { newestFirst, type PageRequest } from '../pagination';
import type { Sealer } from '../sealer';
import { AggregateRepository, type Patch } from './aggregate';
import { observedNow, observedPatch } from './observed';
import { isDuplicate } from './unique';

/** Credentials of a cluster and its registries in the clear; never log them. */
export interface ClusterSecrets {
  /** Null if the service account of Heddle's own pod is used. */
  kubeconfig: string | null;
  pullSecrets: PullSecret[];
}

/** Where a cluster is and how it was reached. */
export interface ClusterConnection {
  sourceType: ClusterSource['type'];
  context: string | null;
  /** URL of the API server. */
  server: string;
}

/** The result of a cluster's test. */
export interface ClusterFinding {
  state: ClusterState;
  reason: string | null;
  test: ClusterTest;
}

export interface NewCluster {
  id?: ClusterId;
  name: string;
  connection: ClusterConnection;
  settings: ClusterSettings;
  secrets: ClusterSecrets;
  finding: ClusterFinding;
}

/** Omitted fields stay unchanged. */
export interface ClusterChange {
  connection?: ClusterConnection;
  settings?: ClusterSettings;
  secrets?: Partial<ClusterSecrets>;
  finding?: ClusterFinding;
}

const RELEASED = 'released';

const place = (row: ClusterId, column: keyof ClusterSecrets) => ({
  table: 'cluster_secrets',
  column: `sealed.${column}`,
  row,
});

const registriesOf = (secrets: readonly PullSecret[]): string[] => secrets.map(({ registry }) => registry);

/** Registered clusters. Names are unique among registered clusters; removing a cluster deletes all its rows. */
export class ClusterRepository extends AggregateRepository<ClusterEntity> {
  constructor(manager: EntityManager) {
    super(manager, ClusterEntity, 'cluster');
  }

  /** @throws NameTakenError */
  async register(cluster: NewCluster, sealer: Sealer): Promise<ClusterEntity> {
    const { id = randomUUID() as ClusterId, name, connection, settings, secrets, finding } = cluster;
    try {
      const row = await this.insert({
        id,
        name,
        ...connection,
        settings,
        pullSecretRegistries: registriesOf(secrets.pullSecrets),
        version: finding.test.version,
        lastTest: finding.test,
        configRevision: 1,
        chainChanges: 0,
        ...observedNow(finding.state, finding.reason),
      });
      await this.manager.insert(ClusterSecretsEntity, { clusterId: id, sealed: seal(id, secrets, sealer) });
      return row;
    } catch (error) {
      if (isDuplicate(error)) throw new NameTakenError('cluster', name);
      throw error;
    }
  }

  findByName(name: string): Promise<ClusterEntity | null> {
    return this.manager.findOneBy(ClusterEntity, { name });
  }

  /** @throws RowNotFoundError */
  async byName(name: string): Promise<ClusterEntity> {
    const row = await this.findByName(name);
    if (row === null) throw new RowNotFoundError('cluster', name);
    return row;
  }

  list(page: PageRequest): Promise<Page<ClusterEntity>> {
    return newestFirst(this.manager.createQueryBuilder(ClusterEntity, 'cluster'), page);
  }

  /** Names of all clusters, sorted. */
  async names(): Promise<string[]> {
    const rows = await this.manager.find(ClusterEntity, { select: { name: true }, order: { name: 'ASC' } });
    return rows.map(({ name }) => name);
  }

  /**
   * The credentials of the cluster. This is the only method that returns secrets.
   *
   * @throws RowNotFoundError, UnsealError
   */
  async credentials(id: ClusterId, sealer: Sealer): Promise<ClusterSecrets> {
    const { sealed } = await this.#secrets(id);
    const { kubeconfig } = sealed;
    return {
      kubeconfig: kubeconfig === null ? null : sealer.open(kubeconfig, place(id, 'kubeconfig')),
      pullSecrets: pullSecretsIn(sealer.open(sealed.pullSecrets, place(id, 'pullSecrets'))),
    };
  }

  /**
   * Writes the given fields.
   *
   * @param guard revision that the row must have
   * @throws RowNotFoundError, RevisionConflictError
   */
  async change(
    id: ClusterId,
    change: ClusterChange,
    guard: { sealer: Sealer; revision?: number | undefined },
  ): Promise<ClusterEntity> {
    const { connection, settings, secrets, finding } = change;
    // Locked before it is read: the second of two concurrent changes builds on the first.
    await this.#lock({ id });
    const before = await this.get(id);
    const row = await this.update(
      id,
      {
        ...connection,
        configRevision: before.configRevision + 1,
        ...(settings !== undefined && { settings }),
        ...(secrets?.pullSecrets !== undefined && { pullSecretRegistries: registriesOf(secrets.pullSecrets) }),
        ...(finding !== undefined && findingPatch(before, finding)),
      },
      guard.revision,
    );
    if (secrets !== undefined) {
      const whole = { ...(await this.credentials(id, guard.sealer)), ...secrets };
      await this.manager.update(ClusterSecretsEntity, { clusterId: id }, { sealed: seal(id, whole, guard.sealer) });
    }
    return row;
  }

  /** Stores the result of a test. @throws RowNotFoundError */
  async found(id: ClusterId, finding: ClusterFinding): Promise<ClusterEntity> {
    return this.update(id, findingPatch(await this.get(id), finding));
  }

  /** Number of chains by cluster name, without released chains. */
  async chainCounts(names: readonly string[]): Promise<Map<string, number>> {
    if (names.length === 0) return new Map();
    const rows = await this.manager
      .createQueryBuilder(ChainEntity, 'chain')
      .select('chain.cluster', 'cluster')
      .addSelect('COUNT(*)', 'chains')
      .where('chain.cluster IN (:...names)', { names })
      .andWhere('chain.deletedAt IS NULL AND chain.state <> :released', { released: RELEASED })
      .groupBy('chain.cluster')
      .getRawMany<{ cluster: string; chains: string | number }>();
    return new Map(rows.map(({ cluster, chains }) => [cluster, Number(chains)]));
  }

  /**
   * Prevents the removal of the cluster until the transaction ends, for a chain that will run on it.
   *
   * @throws UnknownClusterError
   */
  async hold(name: string): Promise<void> {
    if (!(await this.#lock({ name }))) throw new UnknownClusterError(name);
  }

  /**
   * Deletes the cluster and its secrets.
   *
   * @throws RowNotFoundError, ClusterInUseError with the names of its chains
   */
  override async remove(id: ClusterId): Promise<boolean> {
    // Locked before chains are searched: a chain that is added meanwhile waits and then finds no cluster.
    if (!(await this.#lock({ id }))) throw new RowNotFoundError('cluster', id);
    const { name } = await this.get(id);
    const chains = await this.#chainsOn(name);
    if (chains.length > 0) throw new ClusterInUseError(name, chains);
    await this.manager.delete(ClusterSecretsEntity, { clusterId: id });
    return super.remove(id);
  }

  async #chainsOn(cluster: string): Promise<string[]> {
    const rows = await this.manager
      .createQueryBuilder(ChainEntity, 'chain')
      .where('chain.cluster = :cluster', { cluster })
      .andWhere('chain.deletedAt IS NULL AND chain.state <> :released', { released: RELEASED })
      .orderBy('chain.name')
      .getMany();
    return rows.map(({ name }) => name);
  }

  async #lock(key: { id: ClusterId } | { name: string }): Promise<boolean> {
    const { affected } = await this.manager
      .createQueryBuilder()
      .update(ClusterEntity)
      .set({ chainChanges: () => 'chainChanges + 1' })
      .where(key)
      .execute();
    return affected === 1;
  }

  async #secrets(clusterId: ClusterId): Promise<ClusterSecretsEntity> {
    const row = await this.manager.findOneBy(ClusterSecretsEntity, { clusterId });
    if (row === null) throw new RowNotFoundError('cluster', clusterId);
    return row;
  }
}

function seal(id: ClusterId, { kubeconfig, pullSecrets }: ClusterSecrets, sealer: Sealer) {
  return {
    kubeconfig: kubeconfig === null ? null : sealer.seal(kubeconfig, place(id, 'kubeconfig')),
    pullSecrets: sealer.seal(JSON.stringify(pullSecrets), place(id, 'pullSecrets')),
  };
}

const pullSecretsIn = (text: string): PullSecret[] => z.array(PullSecret).parse(JSON.parse(text));

function findingPatch(row: ClusterEntity, { state, reason, test }: ClusterFinding): Patch<ClusterEntity> {
  return {
    ...observedPatch(row, state, reason),
    lastTest: test,
    // An unreachable cluster does not report a version: the last known one stays.
    version: test.version ?? row.version,
  };
}
