import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log level that a node has for some time. */
export class LogLevel1796500000005 implements MigrationInterface {
  readonly name = 'LogLevel1796500000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `nodes` ADD COLUMN `logLevel` json NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `nodes` DROP COLUMN `logLevel`');
  }
}
