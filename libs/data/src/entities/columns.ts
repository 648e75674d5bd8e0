import 'reflect-metadata';
import { Column, PrimaryColumn, type ColumnOptions } from 'typeorm';

/*
 * One definition per kind of column, chosen so that SQLite and MariaDB report exactly the declared types: `integer`
 * (not `int`), timestamps as ISO text (independent of the server's time zone), JSON as `json` (LONGTEXT on MariaDB,
 * which holds large documents), clock readings as epoch milliseconds.
 */

const bigintAsNumber = {
  to: (value: number | null): number | null => value,
  from: (value: string | number | null): number | null => (value === null ? null : Number(value)),
};

const base64 = {
  to: (value: Buffer | null): string | null => (value === null ? null : value.toString('base64')),
  from: (value: string | null): Buffer | null => (value === null ? null : Buffer.from(value, 'base64')),
};

/** Primary key with a UUID. */
export const IdColumn = (): PropertyDecorator => PrimaryColumn('varchar', { length: 36 });
/** Part of a natural primary key. */
export const KeyColumn = (length = 100): PropertyDecorator => PrimaryColumn('varchar', { length });
export const NumberKeyColumn = (): PropertyDecorator => PrimaryColumn('integer');
/** Reference to another row by UUID. */
export const RefColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column('varchar', { length: 36, ...options });
export const NameColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column('varchar', { length: 255, ...options });
export const TextColumn = (options: ColumnOptions = {}): PropertyDecorator => Column('text', options);
export const JsonColumn = (options: ColumnOptions = {}): PropertyDecorator => Column('json', options);
export const IntColumn = (options: ColumnOptions = {}): PropertyDecorator => Column('integer', options);
export const DoubleColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ ...options, type: 'double' });
export const BooleanColumn = (): PropertyDecorator => Column('boolean');
/** ISO 8601 in UTC with milliseconds: 24 characters that sort by time. */
export const InstantColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column('varchar', { length: 24, ...options });
/** Milliseconds since 1970, for times that are compared in SQL. */
export const EpochColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column('bigint', { ...options, transformer: bigintAsNumber });
export const BigColumn = EpochColumn;
/** Bytes of any size, stored as JSON text because MariaDB's BLOB ends at 64 KiB. */
export const BytesColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column('json', { ...options, transformer: base64 });
