import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable } from './table';

/** Clusters, the cluster of each chain, and the resources of nodes. */
export class Clusters1795392000000 implements MigrationInterface {
  readonly name = 'Clusters1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'clusters',
      {
        id: 'varchar(36) key',
        state: 'varchar(24)',
        stateReason: 'text null',
        stateSince: 'varchar(24)',
        stateObservedAt: 'varchar(24)',
        name: 'varchar(255)',
        sourceType: 'varchar(20)',
        context: 'varchar(255) null',
        server: 'text',
        settings: 'json',
        pullSecretRegistries: 'json',
        version: 'varchar(255) null',
        lastTest: 'json null',
        revision: 'integer',
        configRevision: 'integer',
        chainChanges: 'integer',
        createdAt: 'varchar(24)',
        updatedAt: 'varchar(24)',
      },
      [{ name: 'clusters_name', columns: ['name'], unique: true }],
    );
    await createTable(runner, 'cluster_secrets', { clusterId: 'varchar(36) key', sealed: 'json' });
    await runner.query('ALTER TABLE `chains` ADD COLUMN `cluster` varchar(255) NULL');
    await runner.query('CREATE INDEX `chains_cluster` ON `chains` (`cluster`)');
    await runner.query('ALTER TABLE `nodes` ADD COLUMN `resources` json NULL');
    await runner.query('ALTER TABLE `chaincode_definitions` ADD COLUMN `buildId` varchar(64) NULL');
    // Builds of chaincode are in the data directory, addressed by content hash; the table never held a row.
    await runner.query('DROP TABLE `builds`');
  }

  async down(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'builds', {
      contentHash: 'varchar(64) key',
      sourceId: 'varchar(36)',
      state: 'varchar(12)',
      artifact: 'text null',
      error: 'text null',
      createdAt: 'varchar(24)',
      updatedAt: 'varchar(24)',
    });
    await runner.query('ALTER TABLE `chaincode_definitions` DROP COLUMN `buildId`');
    await runner.query('ALTER TABLE `nodes` DROP COLUMN `resources`');
    await runner.query('DROP INDEX `chains_cluster`' + (isSqlite(runner) ? '' : ' ON `chains`'));
    await runner.query('ALTER TABLE `chains` DROP COLUMN `cluster`');
    await runner.dropTable('cluster_secrets');
    await runner.dropTable('clusters');
  }
}

const isSqlite = (runner: QueryRunner): boolean => runner.dataSource.options.type === 'better-sqlite3';
