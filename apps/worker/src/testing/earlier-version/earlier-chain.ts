import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChainSpec, type ChainId } from '@heddle/contracts';
import { z } from 'zod';
import { chainWorkloads } from '../../chain/chain-workloads';
import type { Place } from '../chaincodes';
import { servingChain } from '../serving-chain';
import type { TestInstallation } from '../test-installation';

/** What the version before the inventory wrote, with placeholders for folders and ports. */
const EarlierChain = z.strictObject({
  migrations: z.array(z.string()),
  spec: ChainSpec,
  /** By table. */
  columns: z.record(z.string(), z.array(z.string())),
  /** Environment of the processes by node. */
  env: z.record(z.string(), z.record(z.string(), z.string())),
});
export type EarlierChain = z.infer<typeof EarlierChain>;

export async function readEarlierChain(): Promise<EarlierChain> {
  return EarlierChain.parse(JSON.parse(await readFile(join(__dirname, 'earlier-chain.json'), 'utf8')));
}

/**
 * A chain that serves a chaincode, as the earlier version leaves it when it is stopped: its nodes run with the settings
 * of that version, and the database has its schema. Identities are issued here.
 */
export async function startEarlierChain(
  installation: TestInstallation,
  { migrations, spec }: EarlierChain,
): Promise<Place> {
  const worker = await installation.startWorker();
  const place = await servingChain(installation, spec);
  const { chainId } = place;
  const { dataSource } = installation.database;
  await dataSource.query('UPDATE nodes SET settings = 1');
  await applyNodes(installation, chainId);
  expect(await installation.run('chain.start', { chainId })).toMatchObject({ state: 'succeeded', error: null });
  await installation.stopWorker(worker);
  while ((await migrationsOf(installation)).length > migrations.length) await dataSource.undoLastMigration();
  return place;
}

/** Restarts the orderers and peers of a chain with what their rows say now. */
async function applyNodes(installation: TestInstallation, chainId: ChainId): Promise<void> {
  const { runtimes, close } = await installation.runtimes();
  const services = { database: installation.database, sealer: await installation.sealer(), runtimes };
  await runtimes.apply(await chainWorkloads(services, chainId));
  await close();
}

/** Names of the migrations that the database has, in their order. */
export async function migrationsOf({ database }: TestInstallation): Promise<string[]> {
  const rows = await database.dataSource.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
  return rows.map(({ name }) => name);
}

/** The columns of the tables that have rows. */
export async function columnsOf(
  { database }: TestInstallation,
  tables: readonly string[],
): Promise<EarlierChain['columns']> {
  const columns: EarlierChain['columns'] = {};
  for (const table of tables) {
    const [row = {}] = await database.dataSource.query<object[]>(`SELECT * FROM ${table} LIMIT 1`);
    columns[table] = Object.keys(row).sort();
  }
  return columns;
}

interface StoredNode {
  readonly name: string;
  readonly ports: string | Readonly<Record<string, number>>;
}

const Environment = z.object({ env: z.record(z.string(), z.string()) });

/** The environment of a process, with placeholders as in the file. */
export async function environmentOf({ layout, database }: TestInstallation, chainId: ChainId, node: string) {
  const folder = join(layout.nodes, chainId);
  const stored = await database.dataSource.query<StoredNode[]>('SELECT name, ports FROM nodes');
  const { env } = Environment.parse(JSON.parse(await readFile(join(folder, node, 'node.json'), 'utf8')));
  const ports = stored.flatMap(({ name, ports: own }) =>
    Object.entries(parsed(own)).map(([port, number]) => [String(number), `{${name}.${port}}`] as const),
  );
  const placed = (value: string): string =>
    [[folder, '{nodes}'] as const, ...ports].reduce((text, [found, name]) => text.replaceAll(found, name), value);
  return Object.fromEntries(Object.entries(env).map(([key, value]) => [key, placed(value)]));
}

/** MariaDB's driver returns JSON columns parsed, SQLite's as text. */
const parsed = (value: StoredNode['ports']): Readonly<Record<string, number>> =>
  typeof value === 'string' ? (JSON.parse(value) as Record<string, number>) : value;
