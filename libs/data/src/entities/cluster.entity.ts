import type { ClusterId, ClusterSettings, ClusterSource, ClusterState, ClusterTest } from '@heddle/contracts';
import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, IntColumn, JsonColumn, NameColumn, TextColumn } from './columns';
import { ObservedColumns } from './observed';

/** A registered cluster without its secrets, which {@link ClusterSecretsEntity} holds. */
@Entity('clusters')
export class ClusterEntity extends ObservedColumns {
  @IdColumn() id!: ClusterId;
  @NameColumn({ length: 24 }) state!: ClusterState;
  /** Chains name their cluster by it. */
  @Index('clusters_name', { unique: true })
  @NameColumn()
  name!: string;
  @NameColumn({ length: 20 }) sourceType!: ClusterSource['type'];
  @NameColumn({ nullable: true }) context!: string | null;
  /** URL of the API server. */
  @TextColumn() server!: string;
  @JsonColumn() settings!: ClusterSettings;
  @JsonColumn() pullSecretRegistries!: string[];
  @NameColumn({ nullable: true }) version!: string | null;
  @JsonColumn({ nullable: true }) lastTest!: ClusterTest | null;
  @IntColumn() revision!: number;
  /** Rises with each change of credentials or settings, so that clients know when to open the cluster anew. */
  @IntColumn() configRevision!: number;
  /** Counts chains that came; updating it locks the row while chains are counted. */
  @IntColumn() chainChanges!: number;
  @InstantColumn() createdAt!: string;
  @InstantColumn() updatedAt!: string;
}

/** What opens a cluster, apart from its row, so that no query for clusters ever carries it. */
@Entity('cluster_secrets')
export class ClusterSecretsEntity {
  @IdColumn() clusterId!: ClusterId;
  /** Each value sealed on its own and bound to this row; JSON, as TEXT ends at 64 KiB on MariaDB. */
  @JsonColumn() sealed!: { kubeconfig: string | null; pullSecrets: string };
}
