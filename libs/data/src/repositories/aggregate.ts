import { randomUUID } from 'node:crypto';
import type { EntityManager, EntityTarget, ObjectLiteral, QueryDeepPartialEntity } from 'typeorm';
import { RevisionConflictError, RowNotFoundError } from '../data-error';

/** Columns of every aggregate's table. */
export interface AggregateRow extends ObjectLiteral {
  id: string;
  revision: number;
  createdAt: string;
  updatedAt: string;
}

type Managed = 'revision' | 'createdAt' | 'updatedAt';
/** A row to insert. The caller may choose the id; the repository sets the remaining columns. */
export type NewRow<Row extends AggregateRow> = Omit<Row, Managed | 'id'> & { id?: Row['id'] };
/** What an update may change. */
export type Patch<Row extends AggregateRow> = Partial<Omit<Row, Managed | 'id'>>;

/** Rows with an id and a revision that increases with each write. */
export abstract class AggregateRepository<Row extends AggregateRow> {
  protected constructor(
    protected readonly manager: EntityManager,
    protected readonly target: EntityTarget<Row>,
    private readonly entity: string,
  ) {}

  find(id: Row['id']): Promise<Row | null> {
    return this.manager.createQueryBuilder(this.target, 'row').where('row.id = :id', { id }).getOne();
  }

  /** @throws RowNotFoundError */
  async get(id: Row['id']): Promise<Row> {
    const row = await this.find(id);
    if (row === null) throw new RowNotFoundError(this.entity, id);
    return row;
  }

  async insert(values: NewRow<Row>): Promise<Row> {
    const at = new Date().toISOString();
    const row = { id: randomUUID(), ...values, revision: 1, createdAt: at, updatedAt: at } as unknown as Row;
    await this.manager.insert(this.target, row);
    return row;
  }

  /**
   * Writes the patch and increases the revision.
   * @param expected revision that the row must have (If-Match)
   * @throws RowNotFoundError, RevisionConflictError
   */
  async update(id: Row['id'], patch: Patch<Row>, expected?: number): Promise<Row> {
    const query = this.manager
      .createQueryBuilder()
      .update(this.target)
      .set({
        ...patch,
        revision: () => 'revision + 1',
        updatedAt: new Date().toISOString(),
      } as unknown as QueryDeepPartialEntity<Row>)
      .where('id = :id', { id });
    if (expected !== undefined) query.andWhere('revision = :expected', { expected });
    const { affected } = await query.execute();
    const row = await this.get(id);
    if (affected === 0) throw new RevisionConflictError(this.entity, id);
    return row;
  }

  /** Returns whether the row existed. */
  async remove(id: Row['id']): Promise<boolean> {
    const { affected } = await this.manager
      .createQueryBuilder()
      .delete()
      .from(this.target)
      .where('id = :id', { id })
      .execute();
    return affected === 1;
  }
}
