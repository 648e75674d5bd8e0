import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often an operation's worker ended without a result. */
export class WorkerDeaths1796500000000 implements MigrationInterface {
  readonly name = 'WorkerDeaths1796500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `operations` ADD COLUMN `workerDeaths` integer NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `operations` DROP COLUMN `workerDeaths`');
  }
}
