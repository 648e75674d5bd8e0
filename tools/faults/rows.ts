import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { join } from 'node:path';

export interface NodeRow {
  readonly name: string;
  readonly kind: 'orderer' | 'peer' | 'chaincode';
  readonly organization: string;
  readonly ports: Record<string, number>;
}

export interface AuthorityRow {
  readonly organization: string;
  readonly kind: 'ca' | 'tlsca';
  readonly certificate: string;
}

/** The content of the instance's database, read beside the running programs. */
export class Rows {
  readonly #database: DatabaseSync;

  constructor(data: string) {
    this.#database = new DatabaseSync(join(data, 'heddle.sqlite'), { readOnly: true });
  }

  close(): void {
    this.#database.close();
  }

  nodes(chainId: string): NodeRow[] {
    return this.#all('SELECT name, kind, organization, ports FROM nodes WHERE chainId = ?', chainId).map((row) => ({
      ...(row as unknown as NodeRow),
      ports: JSON.parse(String(row['ports'])) as Record<string, number>,
    }));
  }

  authorities(chainId: string): AuthorityRow[] {
    const sql = `SELECT organization, kind, certificate FROM identities
      WHERE chainId = ? AND kind IN ('ca', 'tlsca') ORDER BY organization, kind`;
    return this.#all(sql, chainId) as unknown as AuthorityRow[];
  }

  /** Names of the nodes that hold ports or certificates. */
  namesWithParts(chainId: string): string[] {
    const sql = `SELECT node AS name FROM port_leases WHERE chainId = ?
      UNION SELECT name FROM identities WHERE chainId = ? AND kind IN ('node', 'node-tls')`;
    return this.#all(sql, chainId, chainId).map(({ name }) => String(name));
  }

  /** The number of operations of a kind on a chain. */
  operations(chainId: string, kind: string): number {
    return this.#count('SELECT count(*) AS n FROM operations WHERE chainId = ? AND kind = ?', chainId, kind);
  }

  /** The number of chains with a name. */
  chains(name: string): number {
    return this.#count('SELECT count(*) AS n FROM chains WHERE name = ?', name);
  }

  /** Rows that still belong to a chain, by table; tables without any are left out. */
  leftOf(chainId: string): Record<string, number> {
    const tables = ['nodes', 'port_leases', 'identities', 'channels', 'chaincodes', 'scopes'];
    const counts = tables.map((table): [string, number] => [
      table,
      this.#count(`SELECT count(*) AS n FROM ${table} WHERE chainId = ?`, chainId),
    ]);
    const orphans =
      'SELECT count(*) AS n FROM chaincode_definitions WHERE chaincodeId NOT IN (SELECT id FROM chaincodes)';
    return Object.fromEntries(
      [...counts, ['chaincode_definitions', this.#count(orphans)] as const].filter(([, n]) => n > 0),
    );
  }

  #count(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#all(sql, ...values)[0]?.['n']);
  }

  #all(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
    return this.#database.prepare(sql).all(...values);
  }
}
