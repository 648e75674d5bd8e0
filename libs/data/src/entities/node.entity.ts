import type { ChainId, NodeId, NodeKind, NodeState } from '@heddle/contracts';
import { Entity, Index } from 'typeorm';
import { BigColumn, DoubleColumn, IdColumn, InstantColumn, IntColumn, JsonColumn, NameColumn, RefColumn } from './columns';
import { Observed } from './observed';

export type DesiredNode = 'running' | 'stopped' | 'removed';

@Entity('nodes')
@Index('nodes_chain_name', ['chainId', 'name'], { unique: true })
export class NodeEntity extends Observed<NodeState> {
  @IdColumn() id!: NodeId;
  @RefColumn() chainId!: ChainId;
  @NameColumn() name!: string;
  @NameColumn({ length: 20 }) kind!: NodeKind;
  @NameColumn({ length: 60 }) organization!: string;
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
  @InstantColumn({ nullable: true }) certificateExpiresAt!: string | null;
  @IntColumn() revision!: number;
  @InstantColumn() createdAt!: string;
  @InstantColumn() updatedAt!: string;
}

/** A port that belongs to one node; the unique key makes allocation race-free. */
@Entity('port_leases')
export class PortLeaseEntity {
  @IdColumn() id!: string;
  @Index('port_leases_port', ['host', 'port'], { unique: true })
  @NameColumn({ length: 200 })
  host!: string;
  @IntColumn() port!: number;
  @Index('port_leases_chain')
  @RefColumn()
  chainId!: ChainId;
  @RefColumn() nodeId!: NodeId;
  /** Port name, as in NodeEntity.ports. */
  @NameColumn({ length: 60 }) name!: string;
  @InstantColumn() createdAt!: string;
}
