import type { ChainId } from '@heddle/contracts';
import type { PlannedOrganization } from '@heddle/topology';
import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, IntColumn, NameColumn, RefColumn } from './columns';

/** An organization of a chain; it stays until the chain is deleted. */
@Entity('organizations')
@Index('organizations_chain_name', ['chainId', 'name'], { unique: true })
export class OrganizationEntity {
  @IdColumn() id!: string;
  @RefColumn() chainId!: ChainId;
  @NameColumn({ length: 60 }) name!: string;
  @NameColumn({ length: 63 }) mspId!: string;
  @NameColumn() domain!: string;
  @NameColumn({ length: 12 }) kind!: PlannedOrganization['kind'];
  /** Its place among the organizations of the chain. */
  @IntColumn() position!: number;
  /** Ordinal of the next node. It never decreases, so that no name of a node is used twice. */
  @IntColumn() nextOrdinal!: number;
  @InstantColumn() createdAt!: string;
}
