import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The chaincode projects in an uploaded source. */
export class SourceProjects1796250000000 implements MigrationInterface {
  readonly name = 'SourceProjects1796250000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `chaincode_sources` ADD COLUMN `projects` json NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `chaincode_sources` DROP COLUMN `projects`');
  }
}
