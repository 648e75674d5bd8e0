import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The channels of a node whose ledger it has lost. */
export class LostLedgers1796500000008 implements MigrationInterface {
  readonly name = 'LostLedgers1796500000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `nodes` ADD COLUMN `lostLedgers` json NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `nodes` DROP COLUMN `lostLedgers`');
  }
}
