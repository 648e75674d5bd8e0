import type { ChainId, LogLevel, NodeId, NodeKind, NodeState, PodResources } from '@heddle/contracts';
import { Entity, Index } from 'typeorm';
import {
  BigColumn,
  DoubleColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  JsonColumn,
  NameColumn,
  NumberKeyColumn,
  RefColumn,
} from './columns';
import { ObservedColumns } from './observed';

export interface StoredLogLevel extends LogLevel {
  /** When it was set. */
  readonly since: string;
}

export type DesiredNode = 'running' | 'stopped' | 'removed';

@Entity('nodes')
@Index('nodes_chain_name', ['chainId', 'name'], { unique: true })
export class NodeEntity extends ObservedColumns {
  @IdColumn() id!: NodeId;
  @NameColumn({ length: 24 }) state!: NodeState;
  @RefColumn() chainId!: ChainId;
  @NameColumn() name!: string;
  @NameColumn({ length: 20 }) kind!: NodeKind;
  @NameColumn({ length: 60 }) organization!: string;
  /** Number within its organization, which is part of its name; null for a chaincode server. */
  @IntColumn({ nullable: true }) ordinal!: number | null;
  @NameColumn({ length: 63 }) mspId!: string;
  @NameColumn({ length: 12 }) desired!: DesiredNode;
  @NameColumn() host!: string;
  /** Port number by port name (`grpc`, `admin`, `operations`, `chaincode`). */
  @JsonColumn() ports!: Record<string, number>;
  @IntColumn({ nullable: true }) pid!: number | null;
  @InstantColumn({ nullable: true }) startedAt!: string | null;
  @IntColumn() restarts!: number;
  @DoubleColumn({ nullable: true }) cpuPercent!: number | null;
  @BigColumn({ nullable: true }) memoryBytes!: number | null;
  /** Ledger height by channel name. */
  @JsonColumn() blockHeights!: Record<string, number>;
  /** Names of the channels that the node has joined and has no ledger of; null for none. */
  @JsonColumn({ nullable: true }) lostLedgers!: string[] | null;
  @InstantColumn({ nullable: true }) certificateExpiresAt!: string | null;
  /** Resource requests and limits of the node's pod; null for processes and where the defaults of its kind apply. */
  @JsonColumn({ nullable: true }) resources!: PodResources | null;
  /** `host:port` of the peers that a peer contacts first, as they were when it was planned; null for other nodes. */
  @JsonColumn({ nullable: true }) gossipBootstrap!: string[] | null;
  /** Version of the settings with which the node was planned (`NODE_SETTINGS` of libs/topology). */
  @IntColumn({ default: 1 }) settings!: number;
  /** As it was last set while the node ran. */
  @JsonColumn({ nullable: true }) logLevel!: StoredLogLevel | null;
  @IntColumn() revision!: number;
  @InstantColumn() createdAt!: string;
  @InstantColumn() updatedAt!: string;
}

/** A port of this machine that is allocated to one node. The unique keys prevent races. */
@Entity('port_leases')
@Index('port_leases_owner', ['chainId', 'node', 'name'], { unique: true })
export class PortLeaseEntity {
  @NumberKeyColumn() port!: number;
  @RefColumn() chainId!: ChainId;
  /** Name of the node. A port can be leased before the node has a row. */
  @NameColumn({ length: 63 }) node!: string;
  /** Port name, as in NodeEntity.ports. */
  @NameColumn({ length: 60 }) name!: string;
  @InstantColumn() createdAt!: string;
}
