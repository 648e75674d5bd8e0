import type { ClusterId, ClusterSettings, ClusterSource, ClusterState, ClusterTest } from '@heddle/contracts';
import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, IntColumn, JsonColumn, NameColumn, TextColumn } from './columns';
import { ObservedColumns } from './observed';

/** A registered cluster without its secrets, which are in {@link ClusterSecretsEntity}. */
@Entity('clusters')
export class ClusterEntity extends ObservedColumns {
  @IdColumn() id!: ClusterId;
  @NameColumn({ length: 24 }) state!: ClusterState;
  /** Chains refer to their cluster by this name. */
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
  /** Increases with each change of credentials or settings, so that clients know when to reopen the cluster. */
  @IntColumn() configRevision!: number;
  /** Number of chains that were added. Updating it locks the row while chains are counted. */
  @IntColumn() chainChanges!: number;
  @InstantColumn() createdAt!: string;
  @InstantColumn() updatedAt!: string;
}

/** Credentials of a cluster, in a separate table so that no query for clusters reads them. */
@Entity('cluster_secrets')
export class ClusterSecretsEntity {
  @IdColumn() clusterId!: ClusterId;
  /** Each value is sealed separately and bound to this row. JSON, because TEXT ends at 64 KiB on MariaDB. */
  @JsonColumn() sealed!: { kubeconfig: string | null; pullSecrets: string };
}
