import type { Role, UserId } from '@heddle/contracts';
import { Entity, Index } from 'typeorm';
import { BooleanColumn, IdColumn, InstantColumn, NameColumn, RefColumn, TextColumn } from './columns';

@Entity('users')
export class UserEntity {
  @IdColumn() id!: UserId;
  /** Lower case, so that one spelling means one account on every database. */
  @Index('users_username', { unique: true })
  @NameColumn({ length: 100 })
  username!: string;
  /** PHC string of the password hash. */
  @TextColumn() passwordHash!: string;
  @NameColumn({ length: 20 }) role!: Role;
  @BooleanColumn() disabled!: boolean;
  @InstantColumn() createdAt!: string;
  @InstantColumn() updatedAt!: string;
}

/** A refresh token, stored as its SHA-256. Tokens of one login share a family. */
@Entity('refresh_tokens')
export class RefreshTokenEntity {
  @IdColumn() id!: string;
  @Index('refresh_tokens_user')
  @RefColumn()
  userId!: UserId;
  @Index('refresh_tokens_family')
  @RefColumn()
  familyId!: string;
  @Index('refresh_tokens_hash', { unique: true })
  @NameColumn({ length: 64 })
  tokenHash!: string;
  @InstantColumn() issuedAt!: string;
  @InstantColumn() expiresAt!: string;
  /** Set when the token was exchanged. A second use indicates theft. */
  @InstantColumn({ nullable: true }) usedAt!: string | null;
  @InstantColumn({ nullable: true }) revokedAt!: string | null;
}
