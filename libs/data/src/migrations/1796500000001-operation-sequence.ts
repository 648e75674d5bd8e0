import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The number of an operation within its chain. */
export class OperationSequence1796500000001 implements MigrationInterface {
  readonly name = 'OperationSequence1796500000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `operations` ADD COLUMN `sequence` integer NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `operations` DROP COLUMN `sequence`');
  }
}
