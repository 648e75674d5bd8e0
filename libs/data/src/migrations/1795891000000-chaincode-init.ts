import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The Init call of a chaincode definition. */
export class ChaincodeInit1795891000000 implements MigrationInterface {
  readonly name = 'ChaincodeInit1795891000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `chaincode_definitions` ADD COLUMN `init` json NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE `chaincode_definitions` DROP COLUMN `init`');
  }
}
