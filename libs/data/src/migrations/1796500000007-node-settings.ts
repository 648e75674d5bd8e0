import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The version of the settings with which a node was planned; nodes that exist keep the first one. */
export class NodeSettings1796500000007 implements MigrationInterface {
  readonly name = 'NodeSettings1796500000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `nodes` ADD COLUMN `settings` INTEGER NOT NULL DEFAULT 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `nodes` DROP COLUMN `settings`');
  }
}
