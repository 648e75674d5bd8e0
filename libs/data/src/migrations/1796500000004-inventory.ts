import { randomUUID } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable } from './table';

interface ChainRow {
  readonly id: string;
  readonly name: string;
  readonly spec: string | Spec;
  readonly createdAt: string;
}

interface Named {
  readonly name: string;
  readonly mspId?: string;
  readonly domain?: string;
}

/** The parts of a chain's spec that matter here, as all versions before this one have written it. */
interface Spec {
  readonly ordering: { readonly orderers: number; readonly organization: Named };
  readonly organizations: readonly (Named & { readonly peers: number })[];
}

interface NodeRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly organization: string;
  readonly host: string;
  readonly ports: string | Readonly<Record<string, number>>;
}

interface ChannelRow {
  readonly id: string;
  readonly state: string;
  readonly organizations: string | readonly string[];
}

/**
 * Organizations and the nodes of channels become rows, and nodes know their ordinal and the peers that they contact
 * first.
 */
export class Inventory1796500000004 implements MigrationInterface {
  readonly name = 'Inventory1796500000004';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'organizations',
      {
        id: 'varchar(36) key',
        chainId: 'varchar(36)',
        name: 'varchar(60)',
        mspId: 'varchar(63)',
        domain: 'varchar(255)',
        kind: 'varchar(12)',
        position: 'integer',
        nextOrdinal: 'integer',
        createdAt: 'varchar(24)',
      },
      [{ name: 'organizations_chain_name', columns: ['chainId', 'name'], unique: true }],
    );
    await createTable(
      runner,
      'channel_nodes',
      { channelId: 'varchar(36) key', node: 'varchar(63) key', chainId: 'varchar(36)', state: 'varchar(12)' },
      [{ name: 'channel_nodes_chain', columns: ['chainId'] }],
    );
    await runner.query('ALTER TABLE `nodes` ADD COLUMN `ordinal` integer NULL');
    await runner.query('ALTER TABLE `nodes` ADD COLUMN `gossipBootstrap` json NULL');
    const chains = (await runner.query('SELECT `id`, `name`, `spec`, `createdAt` FROM `chains`')) as ChainRow[];
    for (const chain of chains) await this.#fill(runner, chain);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `nodes` DROP COLUMN `gossipBootstrap`');
    await runner.query('ALTER TABLE `nodes` DROP COLUMN `ordinal`');
    await runner.dropTable('channel_nodes');
    await runner.dropTable('organizations');
  }

  async #fill(runner: QueryRunner, chain: ChainRow): Promise<void> {
    const { ordering, organizations } = parsed(chain.spec);
    const requested = [
      { ...ordering.organization, kind: 'orderer', nodes: ordering.orderers },
      ...organizations.map((organization) => ({ ...organization, kind: 'peer', nodes: organization.peers })),
    ];
    for (const [position, { name, mspId, domain, kind, nodes }] of requested.entries()) {
      const identity = [mspId ?? mspIdOf(name), domain ?? `${name}.${chain.name}.internal`];
      await runner.query(
        'INSERT INTO `organizations` (`id`, `chainId`, `name`, `mspId`, `domain`, `kind`, `position`, `nextOrdinal`, `createdAt`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        [randomUUID(), chain.id, name, ...identity, kind, position, nodes, chain.createdAt],
      );
    }
    await this.#fillNodes(runner, chain.id);
    await this.#fillChannels(runner, chain.id);
  }

  async #fillChannels(runner: QueryRunner, chainId: string): Promise<void> {
    const channels = (await runner.query('SELECT `id`, `state`, `organizations` FROM `channels` WHERE `chainId` = ?', [
      chainId,
    ])) as ChannelRow[];
    for (const { id, state, organizations } of channels) {
      const members = parsed(organizations);
      for (const { name, kind, organization } of await nodesOf(runner, chainId)) {
        if (kind === 'peer' && !members.includes(organization)) continue;
        await runner.query('INSERT INTO `channel_nodes` (`channelId`, `node`, `chainId`, `state`) VALUES (?, ?, ?, ?)', [
          id,
          name,
          chainId,
          state === 'creating' || state === 'failed' ? 'joining' : 'joined',
        ]);
      }
    }
  }

  async #fillNodes(runner: QueryRunner, chainId: string): Promise<void> {
    const rows = await nodesOf(runner, chainId);
    const nodes = rows.map((row) => ({ ...row, ordinal: ordinalOf(row) })).sort((a, b) => a.ordinal - b.ordinal);
    for (const { id, name, kind, organization, ordinal } of nodes) {
      const neighbours = nodes.filter(
        (other) => other.kind === 'peer' && other.organization === organization && other.name !== name,
      );
      const bootstrap = neighbours.map(({ host, ports }) => `${host}:${String(parsed(ports)['grpc'])}`);
      await runner.query('UPDATE `nodes` SET `ordinal` = ?, `gossipBootstrap` = ? WHERE `id` = ?', [
        ordinal,
        kind === 'peer' ? JSON.stringify(bootstrap) : null,
        id,
      ]);
    }
  }
}

/** The orderers and peers of a chain. */
const nodesOf = async (runner: QueryRunner, chainId: string): Promise<NodeRow[]> =>
  (await runner.query(
    "SELECT `id`, `name`, `kind`, `organization`, `host`, `ports` FROM `nodes` WHERE `chainId` = ? AND `kind` <> 'chaincode'",
    [chainId],
  )) as NodeRow[];

/** MariaDB's driver returns JSON columns parsed, SQLite's as text. */
const parsed = <T extends object>(value: string | T): T => (typeof value === 'string' ? (JSON.parse(value) as T) : value);

/** The number in `orderer0` and `peer0-org1`. */
const ordinalOf = ({ name }: NodeRow): number => Number(/^(?:orderer|peer)(\d+)/.exec(name)?.[1] ?? 0);

/** `big-bank` becomes `BigBankMSP`. */
const mspIdOf = (name: string): string =>
  `${name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}MSP`;
