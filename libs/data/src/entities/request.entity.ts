import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, IntColumn, JsonColumn, KeyColumn, NameColumn } from './columns';

/** The answer to a POST with an Idempotency-Key, so that a repeated request gets the same answer. */
@Entity('idempotency_keys')
export class IdempotencyKeyEntity {
  @KeyColumn(36) userId!: string;
  @KeyColumn(200) key!: string;
  @NameColumn({ length: 200 }) route!: string;
  @NameColumn({ length: 64 }) requestHash!: string;
  /** Null until the first request is answered. */
  @IntColumn({ nullable: true }) status!: number | null;
  @JsonColumn({ nullable: true }) response!: unknown;
  @Index('idempotency_keys_created')
  @InstantColumn()
  createdAt!: string;
}

/** Who did what, when, from where, and with which outcome. */
@Entity('audit')
@Index('audit_at', ['at', 'id'])
export class AuditEntity {
  @IdColumn() id!: string;
  @InstantColumn() at!: string;
  @NameColumn() actor!: string;
  /** For example `POST /chains`. */
  @NameColumn() action!: string;
  @NameColumn({ nullable: true }) target!: string | null;
  @NameColumn({ length: 64, nullable: true }) address!: string | null;
  @NameColumn({ length: 24 }) outcome!: string;
  @JsonColumn({ nullable: true }) detail!: Record<string, unknown> | null;
}
