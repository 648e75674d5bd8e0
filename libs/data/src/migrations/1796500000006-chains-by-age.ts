import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of chains are read newest first. */
export class ChainsByAge1796500000006 implements MigrationInterface {
  readonly name = 'ChainsByAge1796500000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX `chains_by_age` ON `chains` (`createdAt`, `id`)');
  }

  async down(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type === 'better-sqlite3';
    await runner.query(`DROP INDEX \`chains_by_age\`${sqlite ? '' : ' ON `chains`'}`);
  }
}
