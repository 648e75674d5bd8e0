import type { ChainId } from '@heddle/contracts';
import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, NameColumn, RefColumn, TextColumn } from './columns';

export type IdentityKind =
  | 'ca'
  | 'tlsca'
  | 'admin'
  | 'client'
  | 'node'
  | 'node-tls'
  | 'admin-tls'
  | 'chaincode-tls'
  | 'chaincode-client-tls'
  | 'monitoring-ca'
  | 'monitoring';

/** A certificate and its sealed private key. */
@Entity('identities')
@Index('identities_name', ['chainId', 'organization', 'kind', 'name'], { unique: true })
export class IdentityEntity {
  @IdColumn() id!: string;
  @RefColumn() chainId!: ChainId;
  @NameColumn({ length: 60 }) organization!: string;
  @NameColumn({ length: 24 }) kind!: IdentityKind;
  @NameColumn() name!: string;
  /** PEM. */
  @TextColumn() certificate!: string;
  /** PKCS #8 PEM, sealed and bound to this row's id. */
  @TextColumn() sealedPrivateKey!: string;
  @InstantColumn() expiresAt!: string;
  @InstantColumn() createdAt!: string;
}
