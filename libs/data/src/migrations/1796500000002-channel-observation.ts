import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Observations of a channel over time: its leader and the members that fall behind. */
export class ChannelObservation1796500000002 implements MigrationInterface {
  readonly name = 'ChannelObservation1796500000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `channels` ADD COLUMN `observed` json NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `channels` DROP COLUMN `observed`');
  }
}
