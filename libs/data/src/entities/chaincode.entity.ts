import type {
  ChainId,
  ChaincodeDefinition,
  ChaincodeId,
  ChaincodeOrigin,
  ChaincodeProject,
  ChaincodeState,
  ChannelId,
  CollectionConfig,
  DefinitionId,
  InitCall,
  Language,
  SourceId,
} from '@heddle/contracts';
import { Entity, Index } from 'typeorm';
import {
  BooleanColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  JsonColumn,
  NameColumn,
  RefColumn,
  TextColumn,
} from './columns';
import { ObservedColumns } from './observed';

@Entity('chaincodes')
@Index('chaincodes_channel_name', ['channelId', 'name'], { unique: true })
export class ChaincodeEntity extends ObservedColumns {
  @IdColumn() id!: ChaincodeId;
  @NameColumn({ length: 24 }) state!: ChaincodeState;
  @Index('chaincodes_chain')
  @RefColumn()
  chainId!: ChainId;
  @RefColumn() channelId!: ChannelId;
  @NameColumn({ length: 64 }) name!: string;
  /** The committed definition; null before the first commit. */
  @RefColumn({ nullable: true }) committedDefinitionId!: DefinitionId | null;
  @IntColumn() revision!: number;
  @InstantColumn() createdAt!: string;
  @InstantColumn() updatedAt!: string;
}

/** One (version, sequence, policy, collections) of a chaincode, committed or not yet. */
@Entity('chaincode_definitions')
@Index('chaincode_definitions_sequence', ['chaincodeId', 'sequence'])
export class ChaincodeDefinitionEntity {
  @IdColumn() id!: DefinitionId;
  @RefColumn() chaincodeId!: ChaincodeId;
  @NameColumn({ length: 64 }) version!: string;
  @IntColumn() sequence!: number;
  @NameColumn({ length: 16 }) state!: ChaincodeDefinition['state'];
  @TextColumn({ nullable: true }) endorsementPolicy!: string | null;
  @JsonColumn() collections!: CollectionConfig[];
  @BooleanColumn() initRequired!: boolean;
  /** The Init call; null if the definition requires none, or none was given. */
  @JsonColumn({ nullable: true }) init!: InitCall | null;
  @JsonColumn() origin!: ChaincodeOrigin;
  @NameColumn({ length: 10, nullable: true }) language!: Language | null;
  /** Package id by organization name. */
  @JsonColumn() packageIds!: Record<string, string>;
  @InstantColumn() createdAt!: string;
  @InstantColumn() updatedAt!: string;
  @InstantColumn({ nullable: true }) committedAt!: string | null;
  /** The build that its servers run, identified by the chain's runtime. */
  @NameColumn({ length: 64, nullable: true }) buildId!: string | null;
}

/** An uploaded archive, stored once per content. */
@Entity('chaincode_sources')
export class ChaincodeSourceEntity {
  @IdColumn() id!: SourceId;
  @NameColumn() fileName!: string;
  @Index('chaincode_sources_sha256', { unique: true })
  @NameColumn({ length: 64 })
  sha256!: string;
  @IntColumn() size!: number;
  @NameColumn({ length: 10 }) language!: Language;
  /** Null for sources that were uploaded before projects were listed; such a source contains one project. */
  @JsonColumn({ nullable: true }) projects!: ChaincodeProject[] | null;
  @InstantColumn() uploadedAt!: string;
}
