import type { ChainId, ChainSpec, ChainState, UserId } from '@heddle/contracts';
import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, IntColumn, JsonColumn, NameColumn, RefColumn, TextColumn } from './columns';
import { ObservedColumns } from './observed';

/** The state that the reconciler maintains for every node of the chain. */
export type DesiredChain = 'running' | 'stopped' | 'released';

@Entity('chains')
@Index('chains_by_age', ['createdAt', 'id'])
export class ChainEntity extends ObservedColumns {
  @IdColumn() id!: ChainId;
  @NameColumn({ length: 24 }) state!: ChainState;
  @NameColumn() name!: string;
  /** The name while the chain exists, null once it is deleted: names are unique among chains that are not deleted. */
  @Index('chains_living_name', { unique: true })
  @NameColumn({ nullable: true })
  livingName!: string | null;
  @TextColumn() description!: string;
  @NameColumn({ length: 20 }) runtime!: ChainSpec['runtime'];
  /** Name of the cluster that the chain runs on; null for local chains. */
  @Index('chains_cluster')
  @NameColumn({ nullable: true })
  cluster!: string | null;
  @JsonColumn() spec!: ChainSpec;
  @NameColumn({ length: 12 }) desired!: DesiredChain;
  @RefColumn() ownerId!: UserId;
  @IntColumn() revision!: number;
  /** Number of scope changes. Updating it locks the row while scopes are compared. */
  @IntColumn() scopeChanges!: number;
  @InstantColumn() createdAt!: string;
  @InstantColumn() updatedAt!: string;
  @InstantColumn({ nullable: true }) deletedAt!: string | null;
}
