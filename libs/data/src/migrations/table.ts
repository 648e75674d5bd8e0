import type { QueryRunner } from 'typeorm';

/**
 * Columns by name: an SQL type, followed by ` null` if the column is nullable or ` key` if it is part of the primary
 * key.
 */
export type Columns = Record<string, string>;

export interface TableIndex {
  name: string;
  columns: readonly string[];
  unique?: true;
}

function columnSql([name, kind]: [string, string]): string {
  const [type = 'text', mark] = kind.split(' ');
  return `\`${name}\` ${type}${mark === 'null' ? ' NULL' : ' NOT NULL'}`;
}

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** Creates a table in the syntax that SQLite and MariaDB share. Names compare byte by byte on both. */
export async function createTable(
  runner: QueryRunner,
  table: string,
  columns: Columns,
  indexes: readonly TableIndex[] = [],
): Promise<void> {
  const keys = Object.keys(columns).filter((name) => columns[name]?.endsWith(' key'));
  const lines = [...Object.entries(columns).map(columnSql), `PRIMARY KEY (${list(keys)})`];
  const sqlite = runner.dataSource.options.type === 'better-sqlite3';
  const tail = sqlite ? '' : ' ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';
  await runner.query(`CREATE TABLE \`${table}\` (${lines.join(', ')})${tail}`);
  for (const { name, columns: indexed, unique } of indexes) {
    const kind = unique === true ? 'UNIQUE INDEX' : 'INDEX';
    await runner.query(`CREATE ${kind} \`${name}\` ON \`${table}\` (${list(indexed)})`);
  }
}
