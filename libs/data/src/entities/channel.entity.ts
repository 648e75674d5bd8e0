import type { ChainId, ChannelId, ChannelObservation, ChannelState } from '@heddle/contracts';
import { Entity, Index } from 'typeorm';
import { BytesColumn, IdColumn, InstantColumn, IntColumn, JsonColumn, NameColumn, RefColumn } from './columns';
import { ObservedColumns } from './observed';

@Entity('channels')
@Index('channels_chain_name', ['chainId', 'name'], { unique: true })
export class ChannelEntity extends ObservedColumns {
  @IdColumn() id!: ChannelId;
  @NameColumn({ length: 24 }) state!: ChannelState;
  @RefColumn() chainId!: ChainId;
  @NameColumn() name!: string;
  /** Names of the peer organizations that join. */
  @JsonColumn() organizations!: string[];
  /** `host:port` of the anchor peers by organization, once set. */
  @JsonColumn() anchorPeers!: Record<string, string[]>;
  /** Encoded common.Block number 0, once it is built. */
  @BytesColumn({ nullable: true }) genesisBlock!: Buffer | null;
  @IntColumn({ nullable: true }) height!: number | null;
  /** Observations over time; null before the first one. */
  @JsonColumn({ nullable: true }) observed!: ChannelObservation | null;
  @IntColumn() revision!: number;
  @InstantColumn() createdAt!: string;
  @InstantColumn() updatedAt!: string;
}
