import type { ChainId, ChannelId, ChannelNodeState } from '@heddle/contracts';
import { Entity, Index } from 'typeorm';
import { KeyColumn, NameColumn, RefColumn } from './columns';

/** An orderer or peer that belongs to a channel. */
@Entity('channel_nodes')
export class ChannelNodeEntity {
  @KeyColumn(36) channelId!: ChannelId;
  /** Name of the node. */
  @KeyColumn(63) node!: string;
  @Index('channel_nodes_chain')
  @RefColumn()
  chainId!: ChainId;
  @NameColumn({ length: 12 }) state!: ChannelNodeState;
}
