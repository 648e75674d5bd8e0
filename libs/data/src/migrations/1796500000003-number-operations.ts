import type { MigrationInterface, QueryRunner } from 'typeorm';

interface Numbered {
  readonly id: string;
  readonly place: number | string;
}

/**
 * Numbers the operations from before they had a sequence, in the order of their creation. The counter of their chain
 * has counted them already, so what it gave to later ones is greater.
 */
export class NumberOperations1796500000003 implements MigrationInterface {
  readonly name = 'NumberOperations1796500000003';

  async up(runner: QueryRunner): Promise<void> {
    const rows = (await runner.query(
      'SELECT `id`, ROW_NUMBER() OVER (PARTITION BY `chainId` ORDER BY `createdAt`, `id`) AS `place` FROM `operations` WHERE `sequence` = 0',
    )) as Numbered[];
    for (const { id, place } of rows) {
      await runner.query('UPDATE `operations` SET `sequence` = ? WHERE `id` = ?', [Number(place), id]);
    }
  }

  /** The numbers are right for older versions as well. */
  down(): Promise<void> {
    return Promise.resolve();
  }
}
