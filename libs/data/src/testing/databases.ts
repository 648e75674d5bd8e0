/** Where a contract suite gets empty databases from. */
export interface Databases {
  /** URL of a new, empty database. */
  create(): Promise<string>;
  stop(): Promise<void>;
}
