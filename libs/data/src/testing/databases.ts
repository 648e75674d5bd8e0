import type { Database } from '../database';

/** Two processes on one database. */
export interface Connections {
  readonly database: Database;
  readonly other: Database;
}

/** A source of empty databases for contract suites. */
export interface Databases {
  /** URL of a new, empty database. */
  create(): Promise<string>;
  stop(): Promise<void>;
}
